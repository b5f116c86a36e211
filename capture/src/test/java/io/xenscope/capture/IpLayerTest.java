package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lengths, extension headers and fragments (carriers specification 8.4). */
class IpLayerTest {

    private static byte[] tcp(int length) {
        return Frames.tcp(1234, 5555, 1, 1, Frames.ACK, new byte[0], payload(length));
    }

    private static byte[] payload(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static Recorder read(byte[]... packets) {
        Pcap pcap = new Pcap(101);
        long time = Pcap.START;
        for (byte[] packet : packets) {
            pcap.packet(time += 1000, packet);
        }
        return Recorder.read(pcap.octets());
    }

    private static byte[] fragment(byte[] whole, int from, int to) {
        int more = to < whole.length ? 0x2000 : 0;
        byte[] part = Arrays.copyOfRange(whole, from, to);
        return Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 77, more | from / 8, 20 + part.length, part);
    }

    private static byte[] fragment6(byte[] whole, int from, int to) {
        int more = to < whole.length ? 1 : 0;
        byte[] header = Frames.concat(Frames.octets(6, 0), Frames.u16(from | more), Frames.octets(0, 0, 0, 9));
        return Frames.ipv6(
                Frames.CLIENT6, Frames.SERVER6, 44, Frames.concat(header, Arrays.copyOfRange(whole, from, to)));
    }

    @Test
    void offloadPacketsWithoutLength() {
        byte[] packet = Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, 0, 0, tcp(100_000));
        Recorder recorder = read(packet);
        assertThat(recorder.first().octets.toByteArray()).isEqualTo(payload(100_000));
        assertThat(recorder.codes()).contains("CAP-SUPERPKT");
    }

    @Test
    void offloadPacketsOfVersion6WithoutLength() {
        byte[] packet = Frames.ipv6(Frames.CLIENT6, Frames.SERVER6, 6, 0, tcp(70_000));
        assertThat(read(packet).first().octets.toByteArray()).isEqualTo(payload(70_000));
    }

    @Test
    void jumbogram() {
        byte[] tcp = tcp(184_000);
        byte[] option = Frames.concat(Frames.octets(6, 0, 0xC2, 4), Frames.u32(8 + tcp.length, true));
        byte[] packet = Frames.ipv6(Frames.CLIENT6, Frames.SERVER6, 0, 0, Frames.concat(option, tcp, new byte[5]));
        assertThat(read(packet).first().octets.toByteArray()).isEqualTo(payload(184_000));
    }

    @Test
    void largestFramesStraddleTheReadBuffer() {
        byte[] frame = Frames.ethernet(0x86DD, Frames.ipv6(Frames.CLIENT6, Frames.SERVER6, 6, 0, tcp(524_200)));
        Pcap pcap = new Pcap(0xA1B2C3D4, false, 4, 0x100000, 1);
        for (int i = 0; i < 5; i++) {
            pcap.packet(Pcap.START + i, frame);
        }
        Recorder recorder = Recorder.read(pcap.octets());
        assertThat(recorder.first().octets.toByteArray()).isEqualTo(payload(524_200));
        assertThat(recorder.summary.retransmitted() + recorder.summary.duplicates())
                .isEqualTo(4);
    }

    @Test
    void extensionHeaders() {
        byte[] tcp = tcp(50);
        byte[] chain = Frames.concat(
                Frames.octets(43, 0, 1, 4, 0, 0, 0, 0),
                Frames.octets(60, 0, 0, 0, 0, 0, 0, 0),
                Frames.octets(44, 1),
                new byte[14],
                Frames.octets(51, 0, 0, 0, 0, 0, 0, 1),
                Frames.octets(6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                tcp);
        assertThat(read(Frames.ipv6(Frames.CLIENT6, Frames.SERVER6, 0, chain))
                        .first()
                        .octets
                        .toByteArray())
                .isEqualTo(payload(50));
        byte[] endless = new byte[8 * 9];
        assertThat(read(Frames.ipv6(Frames.CLIENT6, Frames.SERVER6, 0, endless))
                        .summary
                        .skipped())
                .containsEntry("encapsulated too deeply", 1L);
    }

    @Test
    void optionsAndAuthenticationHeaderOfVersion4() {
        byte[] authenticated = Frames.concat(Frames.octets(6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), tcp(10));
        assertThat(read(Frames.ipv4(Frames.CLIENT, Frames.SERVER, 51, 1, authenticated))
                        .first()
                        .offset)
                .isEqualTo(10);
        byte[] packet = Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, Frames.concat(new byte[4], tcp(10)));
        packet[0] = 0x46;
        assertThat(read(packet).first().offset).isEqualTo(10);
    }

    @Test
    void impossibleLengths() {
        byte[] packet = Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, tcp(10));
        byte[] tooLong = packet.clone();
        tooLong[3] += 8;
        byte[] tooShort = packet.clone();
        tooShort[3] = 19;
        byte[] header = packet.clone();
        header[0] = 0x44;
        Recorder recorder = read(tooLong, tooShort, header);
        assertThat(recorder.connections).isEmpty();
        assertThat(recorder.summary.skipped()).containsEntry("headers malformed", 3L);
    }

    @Test
    void fragmentsInAnyOrder() {
        byte[] whole = tcp(3000);
        byte[] one = fragment(whole, 0, 1480);
        byte[] two = fragment(whole, 1480, 2960);
        byte[] three = fragment(whole, 2960, whole.length);
        for (Recorder recorder :
                new Recorder[] {read(one, two, three), read(three, one, one, two), read(two, three, one)}) {
            assertThat(recorder.first().octets.toByteArray()).isEqualTo(payload(3000));
            assertThat(recorder.codes()).contains("CAP-FRAG");
        }
    }

    @Test
    void fragmentsOfVersion6() {
        byte[] whole = tcp(2000);
        Recorder recorder = read(fragment6(whole, 1000, whole.length), fragment6(whole, 0, 1000));
        assertThat(recorder.first().octets.toByteArray()).isEqualTo(payload(2000));
    }

    @Test
    void overlappingFragmentsVoidTheDatagram() {
        byte[] whole = tcp(3000);
        Recorder recorder =
                read(fragment(whole, 0, 1480), fragment(whole, 1472, 2960), fragment(whole, 1480, whole.length));
        assertThat(recorder.connections).isEmpty();
        assertThat(recorder.codes()).containsExactly("CAP-FRAG-OVERLAP");
    }

    @Test
    void incompleteDatagramsExpire() {
        byte[] whole = tcp(3000);
        Pcap pcap = new Pcap(101);
        pcap.packet(Pcap.START, fragment(whole, 0, 1480));
        pcap.packet(Pcap.START + 31_000_000_000L, fragment(whole, 1480, whole.length));
        Recorder recorder = Recorder.read(pcap.octets());
        assertThat(recorder.connections).isEmpty();
        assertThat(recorder.summary.skipped()).containsEntry("IP fragment not put together", 1L);
    }

    @Test
    void oneFlowForEachFamily() {
        Recorder recorder = read(
                Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, tcp(10)),
                Frames.ipv6(
                        Frames.octets(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 1),
                        Frames.octets(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 2),
                        6,
                        tcp(10)));
        assertThat(recorder.connections).hasSize(2);
    }
}
