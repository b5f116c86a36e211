package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No capture, however damaged, is a reason to fail or to stand still. */
class DamagedCaptureTest {

    private static List<byte[]> captures() {
        byte[] header = Frames.octets(8, 0, 0, 0, 0, 0, 42, 0);
        byte[] inner = CaptureFormatTest.frame(5, "inner");
        byte[] vxlan = Frames.ethernet(
                0x8100,
                Frames.tag(
                        1,
                        0x0800,
                        Frames.ipv4(
                                Frames.CLIENT, Frames.SERVER, 17, 1, Frames.udp(4789, Frames.concat(header, inner)))));
        byte[] whole = Arrays.copyOfRange(CaptureFormatTest.frame(5, "x".repeat(40)), 34, 94);
        byte[] fragment = Frames.ethernet(
                0x0800, Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 77, 0x2000, 60, Arrays.copyOf(whole, 40)));
        byte[] last = Frames.ethernet(
                0x0800, Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 77, 5, 40, Arrays.copyOfRange(whole, 40, 60)));
        byte[] talk = new Talk()
                .open()
                .client(0, "abc")
                .client(6, "ghi")
                .server(0, "xyz", Frames.ACK, 3)
                .client(3, "def", Frames.ACK | Frames.FIN, 3)
                .server(3, "", Frames.ACK | Frames.RST, 9)
                .octets();
        byte[] pcap = new Pcap(0xA1B2C3D4, true, 2, 65_535, 1)
                .packet(Pcap.START, vxlan)
                .packet(Pcap.START, fragment)
                .packet(Pcap.START, last)
                .octets();
        Pcapng pcapng = new Pcapng().section(false);
        pcapng.describe(1, pcapng.option(9, new byte[] {9}))
                .enhanced(0, Pcap.START, CaptureFormatTest.frame(0, "ab"), pcapng.option(4, pcapng.u64(1)))
                .simple(CaptureFormatTest.frame(2, "cd"))
                .block(5, Frames.concat(new byte[12], pcapng.option(5, pcapng.u64(4))))
                .section(true)
                .describe(276)
                .old(0, 0, 5, new byte[60]);
        return List.of(talk, pcap, pcapng.octets());
    }

    @Test
    void cutAtEveryOctet() {
        for (byte[] capture : captures()) {
            for (int length = 0; length < capture.length; length++) {
                Recorder recorder = Recorder.read(Arrays.copyOf(capture, length));
                assertThat(recorder.codes()).doesNotContain("CAP-CORRUPT");
            }
        }
    }

    @Test
    void everyOctetChanged() {
        int read = 0;
        for (byte[] capture : captures()) {
            for (int at = 0; at < capture.length; at++) {
                for (int change : new int[] {0xFF, 0x01, 0x80}) {
                    byte[] damaged = capture.clone();
                    damaged[at] ^= (byte) change;
                    read += Recorder.read(damaged).summary == null ? 0 : 1;
                }
            }
        }
        assertThat(read)
                .isEqualTo(3 * captures().stream().mapToInt(each -> each.length).sum());
    }

    @Test
    void manyOctetsChanged() {
        Random random = new Random(5);
        for (byte[] capture : captures()) {
            for (int round = 0; round < 2000; round++) {
                byte[] damaged = capture.clone();
                for (int i = 0; i < 8; i++) {
                    damaged[24 + random.nextInt(capture.length - 24)] = (byte) random.nextInt();
                }
                assertThat(Recorder.read(damaged).summary).isNotNull();
            }
        }
    }

    @Test
    void tagsAndSnapHeadersWithoutEnd() {
        byte[] endless = new byte[200_000];
        byte[] unit = Frames.octets(0x81, 0, 0, 0, 0, 9, 0xAA, 0xAA, 3, 0, 0, 0);
        for (int at = 12; at + unit.length < endless.length; at += unit.length) {
            System.arraycopy(unit, 0, endless, at, unit.length);
        }
        Recorder recorder = Recorder.read(
                new Pcap(0xA1B2C3D4, false, 4, 0, 1).packet(Pcap.START, endless).octets());
        assertThat(recorder.summary.skipped()).containsEntry("encapsulated too deeply", 1L);
    }
}
