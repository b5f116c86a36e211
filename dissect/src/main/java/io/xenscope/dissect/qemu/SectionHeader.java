package io.xenscope.dissect.qemu;

import io.xenscope.dissect.fields.SeenOctets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the state of a device (payload specification D.1), numbers big-endian.
 *
 * <pre>
 *  0 1       5 6        6+n     10+n    14+n
 *  +-+-------+-+-- … --+-------+-------+
 *  |t|  id   |n| name  |instanc|version|
 *  +-+-------+-+-- … --+-------+-------+
 * </pre>
 *
 * @param at its first octet in the state
 * @param type of the section, 1 or 4
 * @param end first octet of the payload
 */
record SectionHeader(int at, int type, long id, String name, long instance, long version, int end) {

    static final int START = 1;
    static final int FULL = 4;

    private static final int LEAST = 15;
    private static final int NAME = 6;
    private static final long MOST_INSTANCE = 0xffff;
    private static final long MOST_VERSION = 0xff;

    /** Reads the header at {@code at}; null when none can be there (payload specification D.3). */
    static @Nullable SectionHeader read(SeenOctets in, int at) {
        if (!in.has(at, LEAST)) {
            return null;
        }
        int type = (int) in.number(at, 1);
        int nameLength = (int) in.number(at + 5, 1);
        int end = at + NAME + nameLength + 8;
        if (type != FULL && type != START || nameLength == 0 || !in.has(at, end - at)) {
            return null;
        }
        long instance = in.number(end - 8, 4);
        long version = in.number(end - 4, 4);
        if (instance > MOST_INSTANCE || version > MOST_VERSION || !isName(in, at + NAME, nameLength)) {
            return null;
        }
        String name = in.octets().part(at + NAME, nameLength).text();
        return new SectionHeader(at, type, in.number(at + 1, 4), name, instance, version, end);
    }

    /** True when what begins at {@code at}, {@code length} octets, may be a header that is cut. */
    static boolean isCut(SeenOctets in, int at, int length) {
        if (length <= 0 || !in.has(at, length) || in.number(at, 1) != FULL) {
            return false;
        }
        int nameLength = length < NAME ? 0 : (int) in.number(at + 5, 1);
        boolean nameSound = length < NAME || isName(in, at + NAME, Math.min(nameLength, length - NAME));
        return nameSound && (length < NAME || length < NAME + nameLength + 8);
    }

    private static boolean isName(SeenOctets in, int at, int length) {
        for (int i = 0; i < length; i++) {
            int octet = (int) in.number(at + i, 1);
            boolean plain =
                    octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9';
            if (!plain && (i == 0 || " _.:/,@+-".indexOf(octet) < 0)) {
                return false;
            }
        }
        return true;
    }
}
