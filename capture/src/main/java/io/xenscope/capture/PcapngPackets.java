package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;
import java.util.List;

/** Takes packets out of the three kinds of pcapng blocks that hold one. */
final class PcapngPackets {

    private static final int DROPS_UNKNOWN = 0xFFFF;

    private final List<CaptureInterface> interfaces;
    private final PacketSink sink;
    private final Statistics statistics;
    private final Notices notices;

    private boolean unknownTold;
    private long lastTime;

    PcapngPackets(List<CaptureInterface> interfaces, PacketSink sink, Statistics statistics, Notices notices) {
        this.interfaces = interfaces;
        this.sink = sink;
        this.statistics = statistics;
        this.notices = notices;
    }

    void newSection() {
        unknownTold = false;
    }

    /**
     * <pre>
     *  0  u32 interface
     *  4  u32 time high    8  u32 time low
     * 12  u32 captured    16  u32 length on the wire
     * 20  data, padded to a multiple of 4, options (2 flags, 4 packets dropped before this one)
     * </pre>
     */
    void enhanced(byte[] octets, int from, int end, boolean bigEndian, long offset) {
        if (end - from < 20) {
            corrupt(offset);
            return;
        }
        long id = Octets.u32(octets, from, bigEndian);
        if (id >= interfaces.size()) {
            unknown(id, offset);
            return;
        }
        CaptureInterface source = interfaces.get((int) id);
        int data = from + 20;
        long captured = Octets.u32(octets, from + 12, bigEndian);
        if (captured > end - data) {
            corrupt(offset);
            return;
        }
        int padded = data + ((int) captured + 3 & ~3);
        if (end - padded >= 4 && isDamaged(source, new PcapngOptions(octets, padded, end, bigEndian))) {
            statistics.skip(Skip.LINK_ERROR);
            return;
        }
        packet(source, octets, from + 4, data, (int) captured, bigEndian, offset);
    }

    private static boolean isDamaged(CaptureInterface source, PcapngOptions options) {
        boolean damaged = false;
        for (int code = options.next(); code != 0; code = options.next()) {
            if (code == 2) {
                damaged = (options.i32() & 0xFF00_0000) != 0;
            } else if (code == 4) {
                source.packetDrops += Math.max(0, options.i64());
            }
        }
        return damaged;
    }

    /**
     * <pre>
     *  0  u16 interface    2  u16 drops (0xFFFF unknown)
     *  4  as in the enhanced packet block
     * </pre>
     */
    void old(byte[] octets, int from, int end, boolean bigEndian, long offset) {
        if (end - from < 20) {
            corrupt(offset);
            return;
        }
        int id = Octets.u16(octets, from, bigEndian);
        if (id >= interfaces.size()) {
            unknown(id, offset);
            return;
        }
        CaptureInterface source = interfaces.get(id);
        int drops = Octets.u16(octets, from + 2, bigEndian);
        if (drops != DROPS_UNKNOWN) {
            source.packetDrops += drops;
        }
        long captured = Octets.u32(octets, from + 12, bigEndian);
        if (captured > end - from - 20) {
            corrupt(offset);
            return;
        }
        packet(source, octets, from + 4, from + 20, (int) captured, bigEndian, offset);
    }

    /**
     * <pre>
     * 0  u32 length on the wire   4  data, as much as snaplen and the block allow; there is no time
     * </pre>
     */
    void simple(byte[] octets, int from, int end, boolean bigEndian, long offset) {
        if (end - from < 4) {
            corrupt(offset);
            return;
        }
        if (interfaces.isEmpty()) {
            unknown(0, offset);
            return;
        }
        CaptureInterface source = interfaces.get(0);
        long length = Octets.u32(octets, from, bigEndian);
        long captured = Math.min(length, end - from - 4);
        if (source.snapLength > 0) {
            captured = Math.min(captured, source.snapLength);
        }
        sink.packet(source, lastTime, offset, octets, from + 4, from + 4 + (int) captured, length);
    }

    /** {@code header} is where the time starts, the lengths follow it in both kinds of blocks. */
    private void packet(
            CaptureInterface source,
            byte[] octets,
            int header,
            int data,
            int captured,
            boolean bigEndian,
            long offset) {
        long steps = Octets.u32(octets, header, bigEndian) << 32 | Octets.u32(octets, header + 4, bigEndian);
        long length = Math.max(captured, Octets.u32(octets, header + 12, bigEndian));
        lastTime = source.unit.nanoseconds(steps);
        sink.packet(source, lastTime, offset, octets, data, data + captured, length);
    }

    private void unknown(long id, long offset) {
        statistics.skip(Skip.INTERFACE);
        if (!unknownTold) {
            unknownTold = true;
            notices.tell(
                    "CAP-CORRUPT",
                    Severity.ERROR,
                    offset,
                    "a packet names interface " + id + ", which is not described");
        }
    }

    private void corrupt(long offset) {
        statistics.skip(Skip.MALFORMED);
        notices.once(
                "block", "CAP-CORRUPT", Severity.ERROR, offset, "a packet does not fit its block, and is left out");
    }
}
