package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Wrapped;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of xend, libvirt and xapi (carriers specification 1.2, 2.1, 4.3), in front of every kind of stream. */
class CarriersTest {

    static Stream<Map.Entry<String, byte[]>> legacy() {
        return LegacySamples.all().entrySet().stream();
    }

    /** Records, rounds, checkpoints and findings inside are those of the bare stream, further back. */
    private static void assertInside(Decoded wrapped, byte[] stream, Format as, long moved) {
        Decoded bare = Decoded.file(stream, as);
        assertThat(wrapped.records().stream().filter(record -> !record.matches("(xend|libvirt|xapi) .*")))
                .isEqualTo(bare.records().stream()
                        .map(record -> moved(record, moved))
                        .toList());
        assertThat(wrapped.rounds()).hasSameSizeAs(bare.rounds());
        assertThat(wrapped.checkpoints()).hasSameSizeAs(bare.checkpoints());
        assertThat(wrapped.findings())
                .isEqualTo(bare.findings().stream()
                        .map(finding -> new Decoded.Finding(
                                finding.direction(), finding.code(), finding.severity(), finding.offset() + moved))
                        .toList());
        assertThat(wrapped.end().outcome()).isEqualTo(bare.end().outcome());
    }

    private static String moved(String record, long octets) {
        String[] words = record.split(" ");
        return words[0] + " " + words[1] + " " + (Long.parseLong(words[2]) + octets) + " " + words[3];
    }

    private static int width(byte[] stream) {
        return stream[4] == 0 && stream[5] == 0 && stream[6] == 0 && stream[7] == 0 ? 8 : 4;
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void xendSaveFile(Map.Entry<String, byte[]> stream) {
        Decoded decoded = Decoded.file(Wrapped.xend(stream.getValue()));
        assertThat(decoded.records())
                .startsWith(
                        "xend XEND_HEADER 0 20",
                        "xend XEND_CONFIG 20 " + (Wrapped.XEND - 20),
                        "legacy P2M_SIZE " + Wrapped.XEND + " " + width(stream.getValue()));
        assertInside(decoded, stream.getValue(), Format.LEGACY, Wrapped.XEND);
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void xendRelocationFromTheSender(Map.Entry<String, byte[]> stream) {
        Decoded decoded = Decoded.file(Wrapped.relocation(stream.getValue()));
        assertThat(decoded.records()).startsWith("xend COMMAND 0 8", "xend XEND_HEADER 8 20");
        assertThat(decoded.fields("COMMAND")).isEqualTo("command=receive");
        assertInside(decoded, stream.getValue(), Format.LEGACY, Wrapped.XEND + 8);
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void libvirtSaveFileOfVersion1(Map.Entry<String, byte[]> stream) {
        Decoded decoded = Decoded.file(Wrapped.libvirt(1, stream.getValue()));
        assertThat(decoded.records())
                .startsWith("libvirt LIBVIRT_HEADER 0 64", "libvirt LIBVIRT_XML 64 " + (Wrapped.LIBVIRT - 64));
        assertInside(decoded, stream.getValue(), Format.LEGACY, Wrapped.LIBVIRT);
    }

    @Test
    void libvirtSaveFileOfVersion2() {
        for (byte[] stream : List.of(Guests.libxl(), Guests.remus())) {
            assertInside(Decoded.file(Wrapped.libvirt(2, stream)), stream, Format.LIBXL, Wrapped.LIBVIRT);
        }
        Decoded trailing = Decoded.file(join(Wrapped.libvirt(2, Guests.libxl()), new byte[7]));
        assertThat(trailing.codes()).containsExactly("GEN-003");
    }

    @Test
    void xendTellsTheGuestAndHidesTheRest() {
        Decoded decoded = Decoded.file(Wrapped.xend(LegacySamples.hvmLive(8)));
        assertThat(decoded.fields("XEND_HEADER"))
                .isEqualTo("signature=LinuxGuestRecord config_len=" + Wrapped.EXPRESSION.length());
        assertThat(decoded.fields("XEND_CONFIG"))
                .isEqualTo("type=hvm name=winxp uuid=6f1a3f0e-7f0b memory=4(MiB) config=secret:" + Wrapped.EXPRESSION);
        assertThat(decoded.events()).noneMatch(event -> event.message().contains("secret"));
        var migration = decoded.end().migration();
        assertThat(migration.carrier()).isEqualTo("xend");
        assertThat(migration.toolstack()).isEqualTo("xend");
        assertThat(migration.domainName()).isEqualTo("winxp");
        assertThat(migration.domainUuid()).isEqualTo("6f1a3f0e-7f0b");
        assertThat(migration.guest()).isEqualTo("hvm");
    }

    /** The octets of the image decide what kind of guest it is, not the configuration. */
    @Test
    void theImageOutdoesTheConfiguration() {
        Decoded decoded = Decoded.file(Wrapped.xend(LegacySamples.pv(8, 8, 0)));
        assertThat(decoded.end().migration().guest()).isEqualTo("pv");
        assertThat(Decoded.file(head(Wrapped.xend(LegacySamples.pv(8, 8, 0)), Wrapped.XEND))
                        .end()
                        .migration()
                        .guest())
                .isEqualTo("hvm");
    }

    @Test
    void libvirtTellsTheGuestAndHidesTheRest() {
        Decoded decoded = Decoded.file(Wrapped.libvirt(1, LegacySamples.hvmLive(8)));
        assertThat(decoded.fields("LIBVIRT_HEADER"))
                .isEqualTo("magic=libvirt-xml version=1 xml_len=" + (Wrapped.XML.length() + 1));
        assertThat(decoded.fields("LIBVIRT_XML"))
                .isEqualTo("type=hvm name=a&b uuid=6f1a3f0e-7f0b memory=4096(KiB) xml=secret:" + Wrapped.XML);
        assertThat(decoded.events()).noneMatch(event -> event.message().contains("secret"));
        assertThat(decoded.end().migration().toolstack()).isEqualTo("libvirt");
        assertThat(decoded.end().migration().domainName()).isEqualTo("a&b");
    }

    @Test
    void libvirtHeaderOfABigEndianHost() {
        byte[] header = StreamWriter.octets(
                java.nio.ByteOrder.BIG_ENDIAN, w -> w.libvirt().header(2, Wrapped.XML));
        assertThat(Decoded.file(join(header, Guests.libxl())).fields("LIBVIRT_HEADER"))
                .isEqualTo("magic=libvirt-xml version=2 xml_len=" + (Wrapped.XML.length() + 1));
    }

    @Test
    void xapiSuspendImage() {
        byte[] hvm = LegacySamples.hvmWithoutDeviceModel(4);
        Decoded decoded = Decoded.file(Wrapped.xapiHvm(hvm));
        assertThat(decoded.records())
                .startsWith("xapi XAPI_SIGNATURE 0 15", "legacy P2M_SIZE 15 4")
                .endsWith(
                        "legacy HVM_CONTEXT " + (15 + hvm.length - 44) + " 44",
                        "xapi QEMU_RECORD " + (15 + hvm.length) + " 30");
        assertThat(decoded.fields("QEMU_RECORD")).isEqualTo("signature=QemuDeviceModelRecord magic=QEVM length=4");
        assertThat(decoded.codes()).containsExactly("XIMG-LEGACY");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
        assertThat(decoded.end().migration().toolstack()).isEqualTo("xapi");

        Decoded pv = Decoded.file(Wrapped.xapi(LegacySamples.pv(4, 4, 0)));
        assertThat(pv.records()).startsWith("xapi XAPI_SIGNATURE 0 15").doesNotContain("xapi QEMU_RECORD");
        assertThat(pv.outcome()).isEqualTo("complete: END reached");
    }

    /** Files with each header, and how long that is. */
    private static Map<byte[], Integer> headers() {
        byte[] hvm = LegacySamples.hvmOld();
        return Map.of(
                Wrapped.xend(hvm), Wrapped.XEND,
                Wrapped.relocation(hvm), Wrapped.XEND + 8,
                Wrapped.libvirt(1, hvm), Wrapped.LIBVIRT,
                Wrapped.xapiHvm(LegacySamples.hvmWithoutDeviceModel(4)), Wrapped.XAPI);
    }

    private static Format formatOf(byte[] file) {
        return switch (file[0]) {
            case 'L' -> Format.XEND;
            case 'r' -> Format.XEND_RELOCATION;
            case 'l' -> Format.LIBVIRT;
            default -> Format.XAPI;
        };
    }

    @Test
    void everyTruncationOfAHeaderIsAccountedFor() {
        headers().forEach((file, header) -> {
            for (int end = 1; end < header; end++) {
                Decoded cut = Decoded.file(head(file, end), formatOf(file));
                assertThat(cut.codes()).as("%s cut at %d", formatOf(file), end).containsExactly("CAR-EOF-EARLY");
                assertThat(cut.end().outcome().text()).isEqualTo("truncated");
            }
            assertThat(Decoded.file(head(file, header), formatOf(file)).codes()).contains("E45");
        });
    }

    @Test
    void everyFlippedOctetOfAHeaderIsAccountedFor() {
        headers().forEach((file, header) -> {
            for (int at = 0; at < header; at++) {
                for (int flip : new int[] {1, 0x80, 0xff}) {
                    Decoded.file(patch(file, at, file[at] ^ flip), formatOf(file));
                }
            }
        });
    }

    @Test
    void everyHoleInAHeaderIsAccountedFor() {
        headers().forEach((file, header) -> {
            int told = formatOf(file) == Format.XEND_RELOCATION ? 24 : 16;
            for (int at = told; at < header; at += 3) {
                Decoded.fileWithHole(file, at, at + 5);
            }
        });
    }
}
