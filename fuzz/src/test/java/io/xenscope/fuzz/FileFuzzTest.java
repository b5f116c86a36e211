package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.xenscope.dissect.detect.Format;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets of a file, taken for each format whatever they begin with, and for what detection says. */
class FileFuzzTest {

    static Stream<byte[]> all() {
        return Seeds.streams().values().stream();
    }

    static Stream<byte[]> xlSeeds() {
        return Seeds.of(Format.XL);
    }

    @MethodSource("xlSeeds")
    @FuzzTest
    void xl(byte[] octets) {
        Trial.file(octets, Format.XL);
    }

    static Stream<byte[]> libxlSeeds() {
        return Seeds.of(Format.LIBXL);
    }

    @MethodSource("libxlSeeds")
    @FuzzTest
    void libxl(byte[] octets) {
        Trial.file(octets, Format.LIBXL);
    }

    static Stream<byte[]> libxcSeeds() {
        return Seeds.of(Format.LIBXC);
    }

    @MethodSource("libxcSeeds")
    @FuzzTest
    void libxc(byte[] octets) {
        Trial.file(octets, Format.LIBXC);
    }

    static Stream<byte[]> xendSeeds() {
        return Seeds.of(Format.XEND);
    }

    @MethodSource("xendSeeds")
    @FuzzTest
    void xend(byte[] octets) {
        Trial.file(octets, Format.XEND);
    }

    static Stream<byte[]> xendRelocationSeeds() {
        return Seeds.of(Format.XEND_RELOCATION);
    }

    @MethodSource("xendRelocationSeeds")
    @FuzzTest
    void xendRelocation(byte[] octets) {
        Trial.file(octets, Format.XEND_RELOCATION);
    }

    static Stream<byte[]> libvirtSeeds() {
        return Seeds.of(Format.LIBVIRT);
    }

    @MethodSource("libvirtSeeds")
    @FuzzTest
    void libvirt(byte[] octets) {
        Trial.file(octets, Format.LIBVIRT);
    }

    static Stream<byte[]> libvirtRpcSeeds() {
        return Seeds.of(Format.LIBVIRT_RPC);
    }

    @MethodSource("libvirtRpcSeeds")
    @FuzzTest
    void libvirtRpc(byte[] octets) {
        Trial.file(octets, Format.LIBVIRT_RPC);
    }

    static Stream<byte[]> xapiSeeds() {
        return Seeds.of(Format.XAPI);
    }

    @MethodSource("xapiSeeds")
    @FuzzTest
    void xapi(byte[] octets) {
        Trial.file(octets, Format.XAPI);
    }

    static Stream<byte[]> xapiHttpSeeds() {
        return Seeds.of(Format.XAPI_HTTP);
    }

    @MethodSource("xapiHttpSeeds")
    @FuzzTest
    void xapiHttp(byte[] octets) {
        Trial.file(octets, Format.XAPI_HTTP);
    }

    static Stream<byte[]> xlReceiverSeeds() {
        return Seeds.of(Format.XL_RECEIVER);
    }

    @MethodSource("xlReceiverSeeds")
    @FuzzTest
    void xlReceiver(byte[] octets) {
        Trial.file(octets, Format.XL_RECEIVER);
    }

    static Stream<byte[]> xlReadySeeds() {
        return Seeds.of(Format.XL_READY);
    }

    @MethodSource("xlReadySeeds")
    @FuzzTest
    void xlReady(byte[] octets) {
        Trial.file(octets, Format.XL_READY);
    }

    static Stream<byte[]> xendReceiverSeeds() {
        return Seeds.of(Format.XEND_RECEIVER);
    }

    @MethodSource("xendReceiverSeeds")
    @FuzzTest
    void xendReceiver(byte[] octets) {
        Trial.file(octets, Format.XEND_RECEIVER);
    }

    static Stream<byte[]> coloBackSeeds() {
        return Seeds.of(Format.COLO_BACK);
    }

    @MethodSource("coloBackSeeds")
    @FuzzTest
    void coloBack(byte[] octets) {
        Trial.file(octets, Format.COLO_BACK);
    }

    static Stream<byte[]> coloBackListSeeds() {
        return Seeds.of(Format.COLO_BACK_LIST);
    }

    @MethodSource("coloBackListSeeds")
    @FuzzTest
    void coloBackList(byte[] octets) {
        Trial.file(octets, Format.COLO_BACK_LIST);
    }

    static Stream<byte[]> legacySeeds() {
        return Seeds.of(Format.LEGACY);
    }

    @MethodSource("legacySeeds")
    @FuzzTest
    void legacy(byte[] octets) {
        Trial.file(octets, Format.LEGACY);
    }

    static Stream<byte[]> legacy2011Seeds() {
        return Seeds.of(Format.LEGACY_2011);
    }

    @MethodSource("legacy2011Seeds")
    @FuzzTest
    void legacy2011(byte[] octets) {
        Trial.file(octets, Format.LEGACY_2011);
    }

    @MethodSource("all")
    @FuzzTest
    void detection(byte[] octets) {
        Trial.file(octets, null);
    }
}
