package io.xenscope.fuzz;

import io.xenscope.samples.packet.CaptureFormat;
import io.xenscope.samples.packet.ConnectionsCapture;
import io.xenscope.samples.packet.TcpOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Captures of one connection. A script makes segments with any flags, out of order, overlapping, lost, cut short and in
 * fragments:
 *
 * <pre>
 * +--------+--------+---------------+---------------+ - - - - +
 * | kind   | flags  | displacement  | length        | payload |  as many packets as there are
 * +--------+--------+---------------+---------------+ - - - - +
 *  1 octet  1 octet  s16             u16
 * </pre>
 *
 * Kind: bit 0 from the sender; bit 1 the capture cut the frame in half; bit 2 the packet was not captured; bits 4-7
 * the time since the one before, 2^n microseconds. Flags are those of TCP. The displacement is counted from where
 * the side's next octet belongs.
 */
final class Packets {

    static final int FROM_SENDER = 1;
    static final int ACK = 16;
    static final int SYN = 2;
    static final int FIN = 1;

    private static final int CUT = 2;
    private static final int LOST = 4;
    private static final int HEADERS = 14 + 20 + 20;

    private final ByteBuffer out;
    private final int[] next = {0x1000, 0xffff_f000};
    private long micros = 1_700_000_000_000_000L;

    private Packets(int scriptLength) {
        out = ByteBuffer.allocate(24 + (scriptLength / 6 + 1) * (16 + HEADERS) + scriptLength)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262_144)
                .putInt(1);
    }

    /** The capture that a script describes. */
    static byte[] capture(byte[] script) {
        Packets packets = new Packets(script.length);
        ByteBuffer in = ByteBuffer.wrap(script).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 6) {
            int kind = in.get();
            int flags = in.get();
            int displacement = in.getShort();
            byte[] payload = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
            in.get(payload);
            packets.packet(kind, flags, displacement, payload);
        }
        return Arrays.copyOf(packets.out.array(), packets.out.position());
    }

    private void packet(int kind, int flags, int displacement, byte[] payload) {
        int side = kind & FROM_SENDER;
        micros += 1L << (kind >> 4 & 15);
        int sequence = next[side] + displacement;
        next[side] = sequence + payload.length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        if ((kind & LOST) != 0) {
            return;
        }
        byte[] frame = frame(side, flags, sequence, payload);
        int captured = (kind & CUT) != 0 ? frame.length / 2 : frame.length;
        out.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000));
        out.putInt(captured).putInt(frame.length).put(frame, 0, captured);
    }

    private byte[] frame(int side, int flags, int sequence, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEADERS + payload.length);
        frame.put(new byte[12]).putShort((short) 0x0800);
        int length = HEADERS - 14 + payload.length;
        frame.putInt(0x4500_0000 | (length & 0xffff)).putInt(0).putInt(0x4006_0000);
        frame.putInt(0x0a00_0001 + 1 - side).putInt(0x0a00_0001 + side);
        frame.putShort((short) (side == 1 ? 40_000 : 5555)).putShort((short) (side == 1 ? 5555 : 40_000));
        frame.putInt(sequence).putInt(next[1 - side]);
        frame.put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 0x4000)
                .putInt(0)
                .put(payload);
        return frame.array();
    }

    /** Sound scripts around small streams. */
    static Stream<byte[]> scripts() {
        Map<String, byte[]> streams = Seeds.streams();
        return Stream.of("xl save", "libxl remus", "libxc pv", "xend-relocation receive")
                .map(name -> {
                    ByteBuffer script = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
                    add(script, FROM_SENDER, SYN, new byte[0]);
                    add(script, 0, SYN | ACK, new byte[0]);
                    byte[] stream = streams.get(name);
                    for (int at = 0; at < stream.length; at += 1448) {
                        add(
                                script,
                                FROM_SENDER,
                                ACK,
                                Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 1448)));
                        add(script, 0, ACK, new byte[0]);
                    }
                    add(script, FROM_SENDER, ACK | FIN, new byte[0]);
                    add(script, 0, ACK | FIN, new byte[0]);
                    return Arrays.copyOf(script.array(), script.position());
                });
    }

    private static void add(ByteBuffer script, int kind, int flags, byte[] payload) {
        script.put((byte) kind)
                .put((byte) flags)
                .putShort((short) 0)
                .putShort((short) payload.length)
                .put(payload);
    }

    /** Whole captures of small streams. */
    static Stream<byte[]> captures(boolean pcapng) throws IOException {
        Map<String, byte[]> streams = Seeds.streams();
        CaptureFormat[] formats = pcapng
                ? new CaptureFormat[] {CaptureFormat.PCAPNG}
                : new CaptureFormat[] {CaptureFormat.PCAP, CaptureFormat.PCAP_NANO};
        Stream.Builder<byte[]> captures = Stream.builder();
        for (CaptureFormat format : formats) {
            for (String name : List.of("xl save", "libxl remus", "xend-relocation receive")) {
                captures.add(capture(TcpOptions.of(format), streams.get(name)));
            }
            captures.add(capture(TcpOptions.of(format).withIpv6().withMss(500), streams.get("libxc pv")));
        }
        return captures.build();
    }

    static byte[] capture(TcpOptions options, byte[] stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ConnectionsCapture capture = new ConnectionsCapture(out, options)) {
            capture.send("one", true, stream);
            capture.send("one", false, new byte[] {0});
        }
        return out.toByteArray();
    }
}
