package io.xenscope.dissect.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A view on consecutive octets of a stream, read as unsigned integers of either byte order. Reading past its end is a
 * fault of the caller: lengths are checked before.
 */
public final class Slice {

    private static final VarHandle SHORT_LE =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] octets;
    private final int start;
    private final int length;
    private final long offset;
    private final long time;
    private final ByteOrder order;

    /**
     * @param octets array that holds them
     * @param start index of the first octet in {@code octets}
     * @param length number of octets
     * @param offset place of the first octet in the direction's stream
     * @param time when the first octet was seen, in nanoseconds since the epoch
     * @param order byte order of the accessors
     */
    public Slice(byte[] octets, int start, int length, long offset, long time, ByteOrder order) {
        this.octets = octets;
        this.start = start;
        this.length = length;
        this.offset = offset;
        this.time = time;
        this.order = order;
    }

    /** The array that holds the octets, not to be changed. */
    public byte[] octets() {
        return octets;
    }

    /** Index of the first octet in {@link #octets()}. */
    public int start() {
        return start;
    }

    /** Number of octets. */
    public int length() {
        return length;
    }

    /** Place of the first octet in the direction's stream. */
    public long offset() {
        return offset;
    }

    /** When the first octet was seen, in nanoseconds since the epoch. */
    public long time() {
        return time;
    }

    /** The same octets read in another byte order. */
    public Slice in(ByteOrder other) {
        return other == order ? this : new Slice(octets, start, length, offset, time, other);
    }

    /** {@code count} octets from {@code at} on. */
    public Slice part(int at, int count) {
        check(at, count);
        return new Slice(octets, start + at, count, offset + at, time, order);
    }

    public int u8(int at) {
        check(at, 1);
        return octets[start + at] & 0xff;
    }

    public int u16(int at) {
        check(at, Short.BYTES);
        return (short) (bigEndian() ? SHORT_BE : SHORT_LE).get(octets, start + at) & 0xffff;
    }

    public long u32(int at) {
        check(at, Integer.BYTES);
        return unsigned32(octets, start + at, bigEndian());
    }

    /** Sixty-four bits, to be taken as unsigned. */
    public long u64(int at) {
        check(at, Long.BYTES);
        return long64(octets, start + at, bigEndian());
    }

    /** Sixty-four bits of {@code octets} at {@code index}, for loops over pieces. */
    public static long long64(byte[] octets, int index, boolean bigEndian) {
        return (long) (bigEndian ? LONG_BE : LONG_LE).get(octets, index);
    }

    /** Thirty-two bits of {@code octets} at {@code index} as an unsigned number. */
    public static long unsigned32(byte[] octets, int index, boolean bigEndian) {
        return (int) (bigEndian ? INT_BE : INT_LE).get(octets, index) & 0xffff_ffffL;
    }

    /** The octets as ISO 8859-1 text. */
    public String text() {
        return new String(octets, start, length, StandardCharsets.ISO_8859_1);
    }

    /** True when the first octets are {@code prefix}, or when all octets are the beginning of {@code prefix}. */
    public boolean agreesWith(byte[] prefix) {
        int common = Math.min(length, prefix.length);
        return Arrays.equals(octets, start, start + common, prefix, 0, common);
    }

    /** True when the octets begin with all of {@code prefix}. */
    public boolean startsWith(byte[] prefix) {
        return length >= prefix.length && agreesWith(prefix);
    }

    /** A copy that stays valid when the array is used again. */
    public Slice copy() {
        return new Slice(Arrays.copyOfRange(octets, start, start + length), 0, length, offset, time, order);
    }

    private boolean bigEndian() {
        return order == ByteOrder.BIG_ENDIAN;
    }

    private void check(int at, int count) {
        if (at < 0 || count < 0 || at + count > length) {
            throw new IndexOutOfBoundsException(
                    "octets " + at + " to " + (at + count) + " of a slice of " + length + " octets");
        }
    }
}
