package io.xenscope.capture;

import java.nio.charset.StandardCharsets;

/**
 * Walks the options at the end of a pcapng block (carriers specification 8.2).
 *
 * <pre>
 * 0  u16 code    (0 = end)
 * 2  u16 length
 * 4  value, padded to a multiple of 4
 * </pre>
 */
final class PcapngOptions {

    private final byte[] octets;
    private final int end;
    private final boolean bigEndian;
    private int next;
    private int value;
    private int length;

    PcapngOptions(byte[] octets, int from, int end, boolean bigEndian) {
        this.octets = octets;
        this.next = from;
        this.end = end;
        this.bigEndian = bigEndian;
    }

    /** Goes to the next option; its code, or 0 if there is none (or it does not fit the block). */
    int next() {
        if (end - next < 4) {
            return 0;
        }
        int code = Octets.u16(octets, next, bigEndian);
        length = Octets.u16(octets, next + 2, bigEndian);
        value = next + 4;
        if (code == 0 || end - value < length) {
            return 0;
        }
        next = value + (length + 3 & ~3);
        return code;
    }

    int length() {
        return length;
    }

    int u8() {
        return length < 1 ? 0 : Octets.u8(octets, value);
    }

    int i32() {
        return length < 4 ? 0 : Octets.i32(octets, value, bigEndian);
    }

    long i64() {
        return length < 8 ? 0 : Octets.i64(octets, value, bigEndian);
    }

    String text() {
        return new String(octets, value, length, StandardCharsets.UTF_8).strip();
    }
}
