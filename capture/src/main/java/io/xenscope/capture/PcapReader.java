package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;
import java.io.IOException;

/**
 * Walks a pcap file (carriers specification 8.1).
 *
 * <pre>
 * file header                          record header
 *  0  u32 magic                         0  u32 seconds
 *  4  u16 major    6  u16 minor         4  u32 micro- or nanoseconds
 *  8  i32 thiszone (ignored)            8  u32 captured length
 * 12  u32 sigfigs  (ignored)           12  u32 length on the wire
 * 16  u32 snaplen                      then only in a modified file:
 * 20  u32 link type in bits 0-15,      16  u32 interface index, u16 protocol, u8 packet type, u8 pad
 *     frame check sequence in 26-31
 * </pre>
 */
final class PcapReader {

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MODIFIED_RECORD_HEADER = 24;
    private static final long USUAL_SNAPLEN = 262_144;
    static final long LONGEST_FRAME = 1 << 20;

    private final ReadBuffer in;
    private final CaptureFormat format;
    private final PacketSink sink;
    private final Statistics statistics;
    private final Notices notices;

    private boolean bigEndian;
    private boolean mayBeSwapped;
    private long longest;
    private int recordHeader = RECORD_HEADER;

    PcapReader(ReadBuffer in, CaptureFormat format, PacketSink sink, Statistics statistics, Notices notices) {
        this.in = in;
        this.format = format;
        this.sink = sink;
        this.statistics = statistics;
        this.notices = notices;
    }

    void run() throws IOException {
        if (!in.need(FILE_HEADER)) {
            notices.tell("CAP-PARTIAL", Severity.NOTE, 0, "the capture ends in its file header");
            return;
        }
        byte[] head = in.octets;
        int at = in.position;
        bigEndian = Octets.i32(head, at) == format.magic;
        int major = Octets.u16(head, at + 4, bigEndian);
        int minor = Octets.u16(head, at + 6, bigEndian);
        if (major != 2) {
            notices.tell("CAP-VARIANT", Severity.ERROR, 0, "pcap version " + major + "." + minor + " is not supported");
            return;
        }
        mayBeSwapped = minor < 3;
        long snapLength = Octets.u32(head, at + 16, bigEndian);
        longest = Math.min(Math.max(snapLength, USUAL_SNAPLEN), LONGEST_FRAME);
        long network = Octets.u32(head, at + 20, bigEndian);
        int checkSequence = (network & 1 << 26) != 0 ? (int) (network >>> 28) * 2 : 0;
        boolean nanoseconds = format == CaptureFormat.PCAP_NANOSECONDS;
        CaptureInterface source = new CaptureInterface(
                0,
                (int) network & 0xFFFF,
                snapLength,
                bigEndian,
                TimestampUnit.decimal(nanoseconds ? 9 : 6),
                checkSequence,
                "");
        in.position += FILE_HEADER;
        if (format == CaptureFormat.PCAP_MODIFIED || looksModified()) {
            recordHeader = MODIFIED_RECORD_HEADER;
        }
        records(source, nanoseconds ? 1 : 1000);
        source.close(in.offset(), statistics, notices);
    }

    private void records(CaptureInterface source, int fraction) throws IOException {
        while (in.need(recordHeader)) {
            byte[] octets = in.octets;
            int at = in.position;
            long captured = Octets.u32(octets, at + 8, bigEndian);
            long length = Octets.u32(octets, at + 12, bigEndian);
            if (captured > length && mayBeSwapped) {
                long swap = captured;
                captured = length;
                length = swap;
            }
            if (captured > length || captured > longest) {
                notices.tell(
                        "CAP-CORRUPT",
                        Severity.ERROR,
                        in.offset(),
                        "impossible record: " + captured + " octets captured of " + length);
                return;
            }
            if (!in.need(recordHeader + (int) captured)) {
                break;
            }
            octets = in.octets;
            at = in.position;
            long time = Octets.u32(octets, at, bigEndian) * 1_000_000_000L
                    + Octets.u32(octets, at + 4, bigEndian) * fraction;
            long offset = in.offset();
            int from = at + recordHeader;
            in.position = from + (int) captured;
            sink.packet(source, time, offset, octets, from, in.position, length);
        }
        if (in.limit > in.position) {
            notices.tell("CAP-PARTIAL", Severity.NOTE, in.offset(), "the last record is incomplete");
        }
    }

    /** Some writers use the longer record header under the ordinary magic: the second record then is 8 octets further. */
    private boolean looksModified() throws IOException {
        if (!in.need(RECORD_HEADER)) {
            return false;
        }
        long first = Octets.u32(in.octets, in.position + 8, bigEndian);
        if (first > longest || !in.need((int) first + MODIFIED_RECORD_HEADER + RECORD_HEADER)) {
            return false;
        }
        int second = in.position + RECORD_HEADER + (int) first;
        return !plausible(second) && plausible(second + MODIFIED_RECORD_HEADER - RECORD_HEADER);
    }

    private boolean plausible(int at) {
        long captured = Octets.u32(in.octets, at + 8, bigEndian);
        long length = Octets.u32(in.octets, at + 12, bigEndian);
        return Octets.u32(in.octets, at + 4, bigEndian) < 1_000_000_000L
                && captured <= longest
                && (mayBeSwapped || captured <= length)
                && (captured > 0 || length > 0);
    }
}
