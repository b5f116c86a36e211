package io.xenscope.dissect.resync;

import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.engine.Search.Player;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a stream around the place that is looked at, by their offsets: a ring that grows as far as its limit
 * and then gives up the oldest. Octets that were lost have their places, too.
 */
final class Window {

    /** Octets added at once at most. */
    static final int PIECE = 1 << 16;

    /** Losses and changes of time remembered at most. */
    private static final int MARKS = 1 << 17;

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int limit;
    private final boolean bigEndian;
    private byte[] ring = new byte[PIECE];
    private long base;
    private long end;

    /** Losses by the offset behind them. */
    private final TreeMap<Long, Hole> holes = new TreeMap<>();

    /** When octets were seen, by the offset of the first of them. */
    private final TreeMap<Long, Long> times = new TreeMap<>();

    /** Octets from {@code start} up to {@code end} were lost. */
    record Hole(long start, long end, GapCause cause, long time) {}

    /**
     * @param start offset of the first octet that will come
     * @param limit most octets kept, a power of two
     * @param order of the octets of words
     */
    Window(long start, int limit, ByteOrder order) {
        this.bigEndian = order == ByteOrder.BIG_ENDIAN;
        this.base = start;
        this.end = start;
        this.limit = Math.max(limit, 2 * PIECE);
    }

    /** Offset of the oldest octet kept. */
    long base() {
        return base;
    }

    /** Offset behind the newest octet. */
    long end() {
        return end;
    }

    /** Adds octets, at most {@link #PIECE}. */
    void append(byte[] octets, int index, int length, long time) {
        make(length);
        Map.Entry<Long, Long> last = times.lastEntry();
        if (last == null || last.getValue() != time) {
            times.put(end, time);
        }
        int at = (int) (end & ring.length - 1);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(octets, index, ring, at, first);
        System.arraycopy(octets, index + first, ring, 0, length - first);
        end += length;
        bound();
    }

    /** Adds octets that were lost. */
    void gap(long length, GapCause cause, long time) {
        if (length >= limit) {
            end += length;
            trim(end);
            return;
        }
        make((int) length);
        holes.put(end + length, new Hole(end, end + length, cause, time));
        end += length;
        bound();
    }

    private void make(int length) {
        trim(end + length - limit);
        long needed = end - base + length;
        if (needed <= ring.length) {
            return;
        }
        int size = ring.length;
        while (size < needed) {
            size *= 2;
        }
        byte[] larger = new byte[size];
        for (long at = base; at < end; ) {
            int from = (int) (at & ring.length - 1);
            int to = (int) (at & size - 1);
            int count = (int) Math.min(end - at, Math.min(ring.length - from, size - to));
            System.arraycopy(ring, from, larger, to, count);
            at += count;
        }
        ring = larger;
    }

    /** Many small pieces cost as much as many octets. */
    private void bound() {
        if (times.size() + holes.size() > MARKS) {
            trim(base + (end - base) / 2);
        }
    }

    /** Forgets what lies before {@code offset}. */
    void trim(long offset) {
        if (offset <= base) {
            return;
        }
        base = Math.min(offset, end);
        holes.headMap(base, true).clear();
        Long kept = times.floorKey(base);
        if (kept != null) {
            times.headMap(kept).clear();
        }
    }

    /** The first hole that ends behind {@code offset}; null when there is none. */
    @Nullable
    Hole holeBehind(long offset) {
        Map.Entry<Long, Hole> entry = holes.higherEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** Where the octets seen without a loss from {@code offset} on end; {@code offset} itself when it was lost. */
    long seenUpTo(long offset) {
        if (offset < base || offset >= end) {
            return offset;
        }
        Hole hole = holeBehind(offset);
        return hole == null ? end : Math.max(offset, hole.start());
    }

    int u8(long offset) {
        return ring[(int) (offset & ring.length - 1)] & 0xff;
    }

    long u32(long offset) {
        int at = (int) (offset & ring.length - 1);
        if (at <= ring.length - Integer.BYTES) {
            return (int) (bigEndian ? BIG : LITTLE).get(ring, at) & 0xffff_ffffL;
        }
        long word = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            word = word << 8 | u8(bigEndian ? offset + i : offset + 3 - i);
        }
        return word;
    }

    long u64(long offset) {
        return bigEndian ? u32(offset) << 32 | u32(offset + 4) : u32(offset) | u32(offset + 4) << 32;
    }

    /** True when the {@code length} octets from {@code offset} on are the first of {@code text}. */
    boolean is(long offset, byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (u8(offset + i) != (text[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** When the last octet before {@code offset} was seen, as far as that is still known. */
    @Nullable
    Long timeBefore(long offset) {
        Map.Entry<Long, Long> entry = times.lowerEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** Plays the oldest octets of one time, or the oldest hole, and forgets them; false when there is nothing. */
    boolean play(Player player) {
        if (base >= end) {
            return false;
        }
        Hole hole = holeBehind(base);
        if (hole != null && hole.start() <= base) {
            long lost = hole.end() - base;
            trim(hole.end());
            player.gap(lost, hole.cause(), hole.time());
            return true;
        }
        Map.Entry<Long, Long> time = times.floorEntry(base);
        Long change = times.higherKey(base);
        long to = Math.min(hole == null ? end : hole.start(), change == null ? end : change);
        int from = (int) (base & ring.length - 1);
        int count = (int) Math.min(Math.min(to - base, PIECE), ring.length - from);
        byte[] piece = Arrays.copyOfRange(ring, from, from + count);
        trim(base + count);
        player.bytes(piece, 0, count, time == null ? 0 : time.getValue());
        return true;
    }
}
