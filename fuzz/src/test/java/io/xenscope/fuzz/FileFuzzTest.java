package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.xenscope.dissect.detect.Format;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Octets of a file, taken for each format whatever they begin with, and for what detection says. Where formats share a target
 * the first octet chooses among them and is no part of the file.
 */
class FileFuzzTest {

    private static final List<Format> LEGACY = List.of(Format.LEGACY, Format.LEGACY_2011);
    private static final List<Format> CARRIERS = List.of(
            Format.XEND, Format.XEND_RELOCATION, Format.LIBVIRT, Format.LIBVIRT_RPC, Format.XAPI, Format.XAPI_HTTP);
    private static final List<Format> ANSWERS =
            List.of(Format.XL_RECEIVER, Format.XL_READY, Format.XEND_RECEIVER, Format.COLO_BACK, Format.COLO_BACK_LIST);

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

    static Stream<byte[]> legacySeeds() {
        return seeds(LEGACY);
    }

    @MethodSource("legacySeeds")
    @FuzzTest
    void legacy(byte[] octets) {
        chosen(LEGACY, octets);
    }

    static Stream<byte[]> carrierSeeds() {
        return seeds(CARRIERS);
    }

    @MethodSource("carrierSeeds")
    @FuzzTest
    void carriers(byte[] octets) {
        chosen(CARRIERS, octets);
    }

    static Stream<byte[]> answerSeeds() {
        return seeds(ANSWERS);
    }

    /** What comes back. */
    @MethodSource("answerSeeds")
    @FuzzTest
    void answers(byte[] octets) {
        chosen(ANSWERS, octets);
    }

    @MethodSource("all")
    @FuzzTest
    void detection(byte[] octets) {
        Trial.file(octets, null);
    }

    private static Stream<byte[]> seeds(List<Format> formats) {
        return IntStream.range(0, formats.size())
                .boxed()
                .flatMap(at -> Seeds.of(formats.get(at))
                        .map(octets -> StreamWriter.octets(w -> {
                            w.raw((byte) (int) at);
                            w.raw(octets);
                        })));
    }

    private static void chosen(List<Format> formats, byte[] octets) {
        if (octets.length > 0) {
            Format format = formats.get((octets[0] & 0xff) % formats.size());
            Trial.file(Arrays.copyOfRange(octets, 1, octets.length), format);
        }
    }
}
