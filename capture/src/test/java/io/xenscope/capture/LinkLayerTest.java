package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The link types and encapsulations of carriers specification 8.3. */
class LinkLayerTest {

    private static final byte[] TCP =
            Frames.tcp(1234, 5555, 1, 1, Frames.ACK, new byte[0], "payload".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] V4 = Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, TCP);
    private static final byte[] V6 = Frames.ipv6(Frames.CLIENT6, Frames.SERVER6, 6, TCP);
    private static final byte[] ETHERNET = Frames.ethernet(0x0800, V4);

    private static Recorder read(int linkType, byte[] frame) {
        return Recorder.read(new Pcap(linkType).packet(Pcap.START, frame).octets());
    }

    private static void found(int linkType, byte[] frame) {
        assertThat(read(linkType, frame).first().text()).isEqualTo("payload");
    }

    private static void notFound(int linkType, byte[] frame, String reason) {
        Recorder recorder = read(linkType, frame);
        assertThat(recorder.connections).isEmpty();
        assertThat(recorder.summary.skipped()).containsEntry(reason, 1L);
    }

    private static byte[] outer(int protocol, byte[] payload) {
        return Frames.ethernet(
                0x0800, Frames.ipv4(Frames.octets(1, 1, 1, 1), Frames.octets(2, 2, 2, 2), protocol, 9, payload));
    }

    @Test
    void ethernet() {
        found(1, ETHERNET);
        found(1, Frames.ethernet(0x86DD, V6));
        // Padding of short frames is no payload.
        found(1, Frames.concat(ETHERNET, new byte[10]));
        notFound(1, Frames.ethernet(0x0806, V4), "not IP");
        notFound(1, new byte[13], "headers cut off");
    }

    @Test
    void vlanTags() {
        byte[] one = Frames.tag(5, 0x0800, V4);
        byte[] two = Frames.tag(6, 0x8100, one);
        byte[] three = Frames.tag(7, 0x88A8, two);
        byte[] four = Frames.tag(8, 0x9100, three);
        found(1, Frames.ethernet(0x8100, one));
        found(1, Frames.ethernet(0x88A8, two));
        found(1, Frames.ethernet(0x8100, four));
        notFound(1, Frames.ethernet(0x8100, Frames.tag(9, 0x8100, four)), "encapsulated too deeply");
    }

    @Test
    void mplsPppoeAndSnap() {
        found(1, Frames.ethernet(0x8847, Frames.concat(Frames.octets(0, 1, 0, 9), Frames.octets(0, 2, 1, 9), V4)));
        found(1, Frames.ethernet(0x8848, Frames.concat(Frames.octets(0, 2, 1, 9), V6)));
        found(1, Frames.ethernet(0x8864, Frames.concat(Frames.octets(0x11, 0, 0, 1, 0, 9, 0, 0x21), V4)));
        found(1, Frames.ethernet(0x8864, Frames.concat(Frames.octets(0x11, 0, 0, 1, 0, 9, 0, 0x57), V6)));
        byte[] snap = Frames.concat(Frames.octets(0xAA, 0xAA, 3, 0, 0, 0, 8, 0), V4);
        found(1, Frames.ethernet(snap.length, snap));
        notFound(1, Frames.ethernet(40, new byte[40]), "not IP");
    }

    @Test
    void cooked() {
        found(113, Frames.concat(new byte[14], Frames.octets(8, 0), V4));
        found(113, Frames.concat(new byte[14], Frames.octets(0x81, 0), Frames.tag(5, 0x86DD, V6)));
        found(276, Frames.concat(Frames.octets(8, 0), new byte[18], V4));
        found(276, Frames.concat(Frames.octets(0x86, 0xDD), new byte[18], V6));
    }

    @Test
    void loopbackWithBothByteOrders() {
        found(0, Frames.concat(Frames.octets(2, 0, 0, 0), V4));
        found(0, Frames.concat(Frames.octets(0, 0, 0, 30), V6));
        found(108, Frames.concat(Frames.octets(0, 0, 0, 24), V6));
        notFound(0, Frames.concat(Frames.octets(7, 0, 0, 0), V4), "not IP");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 101, 228})
    void raw(int linkType) {
        found(linkType, V4);
    }

    @Test
    void rawVersion6() {
        found(101, V6);
        found(229, V6);
    }

    @Test
    void pointToPoint() {
        found(9, Frames.concat(Frames.octets(0, 0x21), V4));
        found(9, Frames.concat(Frames.octets(0xFF, 3, 0, 0x57), V6));
        found(50, Frames.concat(Frames.octets(0xFF, 3, 0x21), V4));
        notFound(9, Frames.concat(Frames.octets(0xC0, 0x21), V4), "not IP");
    }

    @Test
    void nflog() {
        byte[] mark = Frames.octets(6, 0, 5, 0, 1, 2, 0, 0);
        byte[] payload = Frames.concat(Frames.octets(4 + V4.length, 0, 9, 0), V4);
        found(239, Frames.concat(Frames.octets(2, 0, 0, 1), mark, payload));
    }

    @Test
    void unknownLinkTypeIsToldOnce() {
        byte[] capture = new Pcap(147)
                .packet(Pcap.START, ETHERNET)
                .packet(Pcap.START, ETHERNET)
                .octets();
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.codes()).containsExactly("CAP-LINKTYPE");
        assertThat(recorder.summary.skipped()).containsEntry("link type not supported", 2L);
    }

    @Test
    void vxlanAndGeneve() {
        byte[] header = Frames.octets(8, 0, 0, 0, 0, 0, 42, 0);
        found(1, outer(17, Frames.udp(4789, Frames.concat(header, ETHERNET))));
        found(1, outer(17, Frames.udp(8472, Frames.concat(header, ETHERNET))));
        byte[] geneve = Frames.octets(1, 0, 0x65, 0x58, 0, 0, 42, 0, 1, 2, 3, 4);
        found(1, outer(17, Frames.udp(6081, Frames.concat(geneve, ETHERNET))));
        notFound(1, outer(17, Frames.udp(53, new byte[20])), "not TCP");
    }

    @Test
    void overlayNetworksAreKeptApart() {
        byte[] one = outer(17, Frames.udp(4789, Frames.concat(Frames.octets(8, 0, 0, 0, 0, 0, 1, 0), ETHERNET)));
        byte[] two = outer(17, Frames.udp(4789, Frames.concat(Frames.octets(8, 0, 0, 0, 0, 0, 2, 0), ETHERNET)));
        byte[] capture = new Pcap(1)
                .packet(Pcap.START, one)
                .packet(Pcap.START, two)
                .packet(Pcap.START, ETHERNET)
                .octets();
        assertThat(Recorder.read(capture).connections).hasSize(3);
    }

    @Test
    void gre() {
        found(1, outer(47, Frames.concat(Frames.octets(0, 0, 8, 0), V4)));
        found(1, outer(47, Frames.concat(Frames.octets(0xB0, 0, 0x86, 0xDD), new byte[12], V6)));
        found(1, outer(47, Frames.concat(Frames.octets(0x20, 0, 0x65, 0x58), new byte[4], ETHERNET)));
        found(1, outer(47, Frames.concat(Frames.octets(0, 0, 0x88, 0xBE), ETHERNET)));
        found(1, outer(47, Frames.concat(Frames.octets(0x10, 0, 0x88, 0xBE), new byte[12], ETHERNET)));
        found(1, outer(47, Frames.concat(Frames.octets(0x10, 0, 0x22, 0xEB), new byte[16], ETHERNET)));
        byte[] withMore = Frames.concat(new byte[15], Frames.octets(1), new byte[8]);
        found(1, outer(47, Frames.concat(Frames.octets(0x10, 0, 0x22, 0xEB), withMore, ETHERNET)));
        notFound(1, outer(47, Frames.concat(Frames.octets(0, 1, 8, 0), V4)), "not TCP");
    }

    @Test
    void ipInIpUpToFourLevels() {
        found(1, outer(4, V4));
        found(1, outer(41, V6));
        byte[] deep = V4;
        for (int level = 0; level < 3; level++) {
            deep = Frames.ipv4(Frames.CLIENT, Frames.SERVER, 4, 1, deep);
        }
        found(1, outer(4, deep));
        deep = Frames.ipv4(Frames.CLIENT, Frames.SERVER, 4, 1, deep);
        notFound(1, outer(4, deep), "encapsulated too deeply");
        notFound(1, outer(50, V4), "encrypted (ESP)");
    }

    @Test
    void mirroredPacketThatWasCutShort() {
        byte[] cut = java.util.Arrays.copyOf(ETHERNET, ETHERNET.length - 3);
        Recorder recorder = read(1, outer(47, Frames.concat(Frames.octets(0, 0, 0x88, 0xBE), cut)));
        assertThat(recorder.first().text()).isEqualTo("payl___");
        assertThat(recorder.first().gaps).containsExactly("SNAPLEN@4+3");
    }
}
