package io.xenscope.capture;

/**
 * A TCP segment being looked at; one object for all of them.
 *
 * <pre>
 *  0  u16 source port        2  u16 destination port
 *  4  u32 sequence number
 *  8  u32 acknowledgment number
 * 12  u4 header length in words, reserved, flags (low 8 bits of octet 13)
 * 14  u16 window            16  u16 checksum           18  u16 urgent pointer (ignored)
 * 20  options: u8 kind, u8 length, value (0 end, 1 no operation)
 * </pre>
 */
final class TcpSegment {

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    static final int HEADER = 20;
    private static final int USUAL_HEADER = 32;
    /** No operation twice, timestamps of 10 octets: how nearly every segment starts its options. */
    private static final int USUAL_OPTIONS = 0x0101080A;

    byte[] octets = new byte[0];
    int header;
    int sequence;
    int acknowledgment;
    int flags;
    int window;
    /** Where the payload starts. */
    int payload;
    /** Payload octets there were. */
    int length;
    /** Payload octets captured. */
    int captured;

    boolean hasTimestamp;
    int timestamp;
    /** −1 if not present. */
    int windowScale;

    boolean multipath;

    /** False if this is no complete TCP header. */
    boolean parse(byte[] source, int from, int end, int wireEnd) {
        int offset = Octets.u16(source, from + 12);
        int headerLength = offset >>> 12 << 2;
        if (headerLength < HEADER || headerLength > wireEnd - from) {
            return false;
        }
        octets = source;
        header = from;
        sequence = Octets.i32(source, from + 4);
        acknowledgment = Octets.i32(source, from + 8);
        flags = offset & 0xFF;
        window = Octets.u16(source, from + 14);
        payload = from + headerLength;
        length = wireEnd - payload;
        captured = Math.max(0, end - payload);
        windowScale = -1;
        multipath = false;
        if (headerLength == USUAL_HEADER && payload <= end && Octets.i32(source, from + HEADER) == USUAL_OPTIONS) {
            hasTimestamp = true;
            timestamp = Octets.i32(source, from + HEADER + 4);
        } else {
            hasTimestamp = false;
            timestamp = 0;
            options(from + HEADER, Math.min(payload, end));
        }
        return true;
    }

    private void options(int from, int end) {
        int at = from;
        while (end - at >= 2) {
            int kind = Octets.u8(octets, at);
            if (kind == 0) {
                return;
            }
            if (kind == 1) {
                at++;
                continue;
            }
            int size = Octets.u8(octets, at + 1);
            if (size < 2 || size > end - at) {
                return;
            }
            if (kind == 3 && size == 3) {
                // Larger shifts are used as 14 by every receiver.
                windowScale = Math.min(14, Octets.u8(octets, at + 2));
            } else if (kind == 8 && size == 10) {
                hasTimestamp = true;
                timestamp = Octets.i32(octets, at + 2);
            } else if (kind == 30 && size >= 4) {
                // Subtype 2 is the data sequence signal; bit 2 of its flags says that it maps data.
                multipath |= octets[at + 2] >> 4 == 2 && (octets[at + 3] & 0x04) != 0;
            }
            at += size;
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Sequence number of the first payload octet; a SYN takes one number before it. */
    int dataSequence() {
        return has(SYN) ? sequence + 1 : sequence;
    }

    /** The sum of everything the checksum covers but the payload. */
    long headerSum(Packet packet) {
        return Checksums.sum(octets, header, payload, Checksums.pseudoHeader(packet, payload - header + length));
    }

    /** Tells packets apart; the same packet captured twice has the same. */
    long signature(Packet packet, int ports) {
        long mixed = (sequence * 0x9E37_79B9_7F4A_7C15L) ^ (acknowledgment * 0xC2B2_AE3D_27D4_EB4FL);
        mixed += ((long) ports << 32 | (flags << 24 ^ length)) * 0x1656_67B1_9E37_79F9L;
        mixed ^= ((long) packet.identification << 32 | (timestamp & 0xFFFF_FFFFL)) * 0x27D4_EB2F_1656_67C5L;
        mixed += packet.sourceLow + packet.sourceHigh * 31 + packet.scope;
        return mixed ^ mixed >>> 29;
    }
}
