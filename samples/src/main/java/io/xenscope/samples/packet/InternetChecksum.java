package io.xenscope.samples.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** One's complement sum of IP, TCP and UDP, eight octets at a time. */
final class InternetChecksum {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW = 0xffffffffL;

    private InternetChecksum() {}

    /**
     * Sum of the big-endian 16-bit words, an odd last octet counting as the high half of a word.
     *
     * @param length at most 2^31 / 8, so that the two halves cannot overflow
     */
    static int sum(byte[] octets, int offset, int length) {
        long low = 0;
        long high = 0;
        int i = 0;
        // Four independent loads per turn keep the processor busy; this loop is most of the cost of a capture.
        for (; i + 32 <= length; i += 32) {
            long a = (long) LONGS.get(octets, offset + i);
            long b = (long) LONGS.get(octets, offset + i + 8);
            long c = (long) LONGS.get(octets, offset + i + 16);
            long d = (long) LONGS.get(octets, offset + i + 24);
            low += (a & LOW) + (b & LOW) + (c & LOW) + (d & LOW);
            high += (a >>> 32) + (b >>> 32) + (c >>> 32) + (d >>> 32);
        }
        for (; i + 8 <= length; i += 8) {
            long word = (long) LONGS.get(octets, offset + i);
            low += word & LOW;
            high += word >>> 32;
        }
        for (; i < length; i++) {
            low += (long) (octets[offset + i] & 0xff) << (8 * (i & 1));
        }
        // The sum does not depend on the byte order of its words, only its result does.
        return Short.toUnsignedInt(Short.reverseBytes((short) fold(fold(low) + fold(high))));
    }

    /** The checksum for a total of sums. */
    static int finish(long sums) {
        return ~fold(sums) & 0xffff;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }
}
