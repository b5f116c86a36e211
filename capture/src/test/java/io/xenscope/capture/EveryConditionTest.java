package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No condition of captures is without an input that raises it (carriers specification 9.2). */
class EveryConditionTest {

    /** Those the dissector raises when it is told of a gap, or of a reset, or has found the framing again. */
    private static final Set<FindingCode> BY_DISSECTOR =
            EnumSet.of(FindingCode.CAP_GAP, FindingCode.CAP_RST, FindingCode.CAP_RESYNC);

    private static final String MUCH = "x".repeat(60_000);

    @Test
    void everyConditionHasAnInput() {
        Map<FindingCode, Recorder> inputs = new EnumMap<>(FindingCode.class);
        files(inputs);
        packets(inputs);
        connections(inputs);
        assertThat(inputs)
                .allSatisfy((code, recorder) ->
                        assertThat(recorder.codes()).as(code.id()).contains(code.id()));
        List<FindingCode> all = Arrays.stream(FindingCode.values())
                .filter(code -> code.id().startsWith("CAP-") && !BY_DISSECTOR.contains(code)
                        || code == FindingCode.LIM_CONNECTIONS)
                .toList();
        assertThat(inputs.keySet()).containsExactlyElementsOf(all);
    }

    private static void files(Map<FindingCode, Recorder> inputs) {
        byte[] frame = CaptureFormatTest.frame(0, "ab");
        byte[] sound = new Pcap(1).packet(Pcap.START, frame).octets();
        inputs.put(FindingCode.CAP_BADMAGIC, Recorder.read(new byte[0]));
        inputs.put(FindingCode.CAP_VARIANT, Recorder.read(Frames.concat(Frames.u32(0x1c0001ac, true), new byte[60])));
        inputs.put(
                FindingCode.CAP_CORRUPT,
                Recorder.read(
                        new Pcap(1).record(Pcap.START, 100, 99, new byte[100]).octets()));
        inputs.put(FindingCode.CAP_PARTIAL, Recorder.read(Arrays.copyOf(sound, sound.length - 1)));
        inputs.put(
                FindingCode.CAP_LINKTYPE,
                Recorder.read(new Pcap(147).packet(Pcap.START, frame).octets()));
        inputs.put(
                FindingCode.CAP_OSDROP,
                Recorder.read(new Pcapng()
                        .section(false)
                        .describe(1)
                        .old(0, 3, 1, frame)
                        .octets()));
        inputs.put(
                FindingCode.CAP_TIMEBACK,
                Recorder.read(new Pcap(1)
                        .packet(Pcap.START, frame)
                        .packet(Pcap.START - 2_000_000_000L, frame)
                        .octets()));
    }

    private static void packets(Map<FindingCode, Recorder> inputs) {
        byte[] tcp = Frames.tcp(1234, 5555, 1, 1, Frames.ACK, new byte[0], new byte[100]);
        byte[] head = fragment(tcp, 0, 64);
        inputs.put(FindingCode.CAP_SUPERPKT, raw(Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, 0, 0, tcp)));
        inputs.put(FindingCode.CAP_FRAG, raw(head, fragment(tcp, 64, tcp.length)));
        inputs.put(FindingCode.CAP_FRAG_OVERLAP, raw(head, fragment(tcp, 56, tcp.length)));
    }

    private static byte[] packet(int port) {
        byte[] tcp = Frames.tcp(port, 5555, 1, 1, Frames.ACK, new byte[0], new byte[100]);
        return Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, port, tcp);
    }

    private static byte[] fragment(byte[] whole, int from, int to) {
        int more = to < whole.length ? 0x2000 : 0;
        byte[] part = Arrays.copyOfRange(whole, from, to);
        return Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 77, more | from / 8, 20 + part.length, part);
    }

    private static Recorder raw(byte[]... packets) {
        Pcap pcap = new Pcap(101);
        for (byte[] packet : packets) {
            pcap.packet(Pcap.START, packet);
        }
        return Recorder.read(pcap.octets());
    }

    private static void connections(Map<FindingCode, Recorder> inputs) {
        byte[] none = new byte[0];
        byte[] mapping = Frames.octets(30, 8, 0x20, 0x04, 0, 0, 0, 1);
        CaptureLimits little = new CaptureLimits(50_000, 1 << 20, 1 << 20, 10, Duration.ofHours(1), 10, 1 << 30);
        inputs.put(FindingCode.CAP_NOSYN, new Talk().client(0, "ab").read());
        inputs.put(FindingCode.CAP_SNAP, open().snap(2).client(0, "abcd").read());
        inputs.put(
                FindingCode.CAP_MPTCP,
                open().send(true, 0, "ab", Frames.ACK, 0, mapping, false).read());
        inputs.put(
                FindingCode.CAP_QLIMIT,
                Recorder.read(open().client(1, MUCH).client(60_001, MUCH).octets(), little));
        CaptureLimits one = new CaptureLimits(50_000, 1 << 20, 1 << 20, 1, Duration.ofHours(1), 10, 1 << 30);
        inputs.put(
                FindingCode.LIM_CONNECTIONS,
                Recorder.read(
                        new Pcap(101)
                                .packet(Pcap.START, packet(1))
                                .packet(Pcap.START, packet(2))
                                .octets(),
                        one));
        inputs.put(
                FindingCode.CAP_OVERLAP_DIFF,
                open().client(2, "cd").client(2, "xy").client(0, "ab").read());
        inputs.put(
                FindingCode.CAP_BADCSUM,
                open().send(true, 2, "cd", Frames.ACK, 0, none, true)
                        .client(2, "xy")
                        .client(0, "ab")
                        .read());
        inputs.put(
                FindingCode.CAP_AFTERFIN,
                open().client(0, "ab", Frames.ACK | Frames.FIN, 0)
                        .client(2, "cd")
                        .read());
        inputs.put(
                FindingCode.CAP_ACKED_UNSEEN,
                open().client(0, "ab").serverAck(9).read());
        inputs.put(
                FindingCode.CAP_RETRANS, open().client(0, "ab").client(0, "ab").read());
        inputs.put(
                FindingCode.CAP_DUP,
                open().client(0, "ab").same().client(0, "ab").read());
        inputs.put(FindingCode.CAP_OOO, open().client(1, "b").client(0, "a").read());
        inputs.put(
                FindingCode.CAP_WRAP,
                new Talk(-1, 2001).open().client(0, "ab").client(2, "c").read());
        inputs.put(
                FindingCode.CAP_ZEROWIN,
                open().windows(false)
                        .serverAck(0)
                        .pause(2_000_000_000L)
                        .windows(true)
                        .serverAck(0)
                        .client(0, "ab")
                        .read());
        Talk oneWay = new Talk();
        Talk offload = open().offload();
        for (int i = 0; i < 18; i++) {
            oneWay.client(i * 60_000L, MUCH);
            offload.client(i, "x").serverAck(i + 1);
        }
        inputs.put(FindingCode.CAP_ONEWAY, oneWay.read());
        inputs.put(FindingCode.CAP_OFFLOAD, offload.read());
    }

    private static Talk open() {
        return new Talk().open();
    }
}
