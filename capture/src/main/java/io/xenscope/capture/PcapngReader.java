package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a pcapng file, or several behind each other (carriers specification 8.2). Blocks that are not about packets are
 * passed over without being loaded.
 *
 * <pre>
 * 0          u32 type
 * 4          u32 total length, a multiple of 4, at least 12
 * 8          body
 * total - 4  u32 total length again
 * </pre>
 */
final class PcapngReader {

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int SECTION_HEADER_LENGTH = 28;
    private static final int SMALLEST_BLOCK = 12;
    /** A packet of the longest size and plenty of options. */
    private static final int LONGEST_LOADED = 4 << 20;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int MOST_INTERFACES = 65_536;

    private final ReadBuffer in;
    private final Statistics statistics;
    private final Notices notices;
    private final PcapngPackets packets;
    private final List<CaptureInterface> interfaces = new ArrayList<>();

    private boolean bigEndian;

    PcapngReader(ReadBuffer in, PacketSink sink, Statistics statistics, Notices notices) {
        this.in = in;
        this.statistics = statistics;
        this.notices = notices;
        this.packets = new PcapngPackets(interfaces, sink, statistics, notices);
    }

    void run() throws IOException {
        boolean more = true;
        while (more) {
            more = block();
        }
        closeInterfaces();
    }

    private boolean block() throws IOException {
        if (!in.need(SMALLEST_BLOCK)) {
            return end();
        }
        int type = Octets.i32(in.octets, in.position, bigEndian);
        if (type == SECTION_HEADER && !section()) {
            return false;
        }
        long total = Octets.u32(in.octets, in.position + 4, bigEndian);
        int least = type == SECTION_HEADER ? SECTION_HEADER_LENGTH : SMALLEST_BLOCK;
        if (total < least || (total & 3) != 0 || total > Integer.MAX_VALUE) {
            return corrupt("a block of type 0x" + Integer.toHexString(type) + " claims " + total + " octets");
        }
        if (isPassedOver(type)) {
            return pass(total);
        }
        if (total > LONGEST_LOADED) {
            return corrupt("a packet or interface block claims " + total + " octets");
        }
        if (!in.need((int) total)) {
            return end();
        }
        byte[] octets = in.octets;
        int at = in.position;
        int end = at + (int) total - 4;
        if (Octets.i32(octets, end, bigEndian) != (int) total) {
            return corrupt("the two lengths of a block differ");
        }
        long offset = in.offset();
        in.position = end + 4;
        load(type, octets, at + 8, end, offset);
        return true;
    }

    private static boolean isPassedOver(int type) {
        return type != INTERFACE_DESCRIPTION
                && type != OLD_PACKET
                && type != SIMPLE_PACKET
                && type != INTERFACE_STATISTICS
                && type != ENHANCED_PACKET;
    }

    /** Names, secrets, custom blocks and unknown ones; of a section header only the byte order matters. */
    private boolean pass(long total) throws IOException {
        long start = in.offset();
        if (!in.skip(total - 4) || !in.need(4)) {
            notices.tell("CAP-PARTIAL", Severity.NOTE, start, "the last block is incomplete");
            return false;
        }
        if (Octets.u32(in.octets, in.position, bigEndian) != total) {
            return corrupt("the two lengths of a block differ");
        }
        in.position += 4;
        return true;
    }

    private boolean section() throws IOException {
        closeInterfaces();
        packets.newSection();
        if (!in.need(SECTION_HEADER_LENGTH)) {
            return end();
        }
        byte[] octets = in.octets;
        int at = in.position;
        if (Octets.i32(octets, at + 8) == BYTE_ORDER) {
            bigEndian = true;
        } else if (Octets.i32(octets, at + 8, false) == BYTE_ORDER) {
            bigEndian = false;
        } else {
            return corrupt("a section has no byte-order magic");
        }
        int major = Octets.u16(octets, at + 12, bigEndian);
        if (major != 1) {
            notices.tell("CAP-VARIANT", Severity.ERROR, in.offset(), "pcapng version " + major + " is not supported");
            return false;
        }
        return true;
    }

    private void load(int type, byte[] octets, int from, int end, long offset) {
        switch (type) {
            case INTERFACE_DESCRIPTION -> describe(octets, from, end, offset);
            case INTERFACE_STATISTICS -> count(octets, from, end);
            case SIMPLE_PACKET -> packets.simple(octets, from, end, bigEndian, offset);
            case OLD_PACKET -> packets.old(octets, from, end, bigEndian, offset);
            default -> packets.enhanced(octets, from, end, bigEndian, offset);
        }
    }

    /**
     * <pre>
     * 0  u16 link type   2  u16 reserved   4  u32 snaplen (0 = none)   8  options
     * </pre>
     */
    private void describe(byte[] octets, int from, int end, long offset) {
        if (end - from < 8 || interfaces.size() >= MOST_INTERFACES) {
            notices.once("interfaces", "CAP-CORRUPT", Severity.ERROR, offset, "an interface description is left out");
            return;
        }
        int resolution = 6;
        long timeOffset = 0;
        int checkSequence = 0;
        String name = "";
        PcapngOptions options = new PcapngOptions(octets, from + 8, end, bigEndian);
        for (int code = options.next(); code != 0; code = options.next()) {
            if (code == 2) {
                name = options.text();
            } else if (code == 9 && options.length() >= 1) {
                resolution = options.u8();
            } else if (code == 13 && (options.u8() == 4 || options.u8() == 32)) {
                // Writers disagree on the unit, octets or bits; both of these mean an Ethernet check sequence.
                checkSequence = 4;
            } else if (code == 14) {
                timeOffset = options.i64();
            }
        }
        interfaces.add(new CaptureInterface(
                interfaces.size(),
                Octets.u16(octets, from, bigEndian),
                Octets.u32(octets, from + 4, bigEndian),
                bigEndian,
                TimestampUnit.of(resolution, timeOffset),
                checkSequence,
                name));
    }

    /**
     * <pre>
     * 0  u32 interface   4  u32 time high   8  u32 time low   12  options (5 dropped by interface, 7 by the system)
     * </pre>
     */
    private void count(byte[] octets, int from, int end) {
        if (end - from < 12) {
            return;
        }
        long id = Octets.u32(octets, from, bigEndian);
        if (id >= interfaces.size()) {
            return;
        }
        long drops = 0;
        PcapngOptions options = new PcapngOptions(octets, from + 12, end, bigEndian);
        for (int code = options.next(); code != 0; code = options.next()) {
            if (code == 5 || code == 7) {
                drops += Math.max(0, options.i64());
            }
        }
        CaptureInterface source = interfaces.get((int) id);
        source.statisticsDrops = Math.max(source.statisticsDrops, drops);
    }

    private void closeInterfaces() {
        for (CaptureInterface each : interfaces) {
            each.close(in.offset(), statistics, notices);
        }
        interfaces.clear();
    }

    private boolean end() {
        if (in.limit > in.position) {
            notices.tell("CAP-PARTIAL", Severity.NOTE, in.offset(), "the last block is incomplete");
        }
        return false;
    }

    private boolean corrupt(String text) {
        notices.tell("CAP-CORRUPT", Severity.ERROR, in.offset(), text);
        return false;
    }
}
