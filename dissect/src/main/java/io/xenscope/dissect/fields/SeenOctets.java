package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;

/** Octets of which some may have been lost: those that were hold zeroes. */
public final class SeenOctets {

    private static final long[] NONE = {};

    private final Slice octets;
    private final long[] holes;

    /**
     * @param octets all of them, seen or not
     * @param holes places in the stream, first octet and the one behind the last, of each loss in ascending order
     */
    SeenOctets(Slice octets, long[] holes) {
        this.octets = octets;
        this.holes = holes;
    }

    /** Octets of which none were lost. */
    public static SeenOctets whole(Slice octets) {
        return new SeenOctets(octets, NONE);
    }

    /** The same octets read in another byte order. */
    public SeenOctets in(ByteOrder order) {
        return new SeenOctets(octets.in(order), holes);
    }

    /** All octets, also those that were lost. */
    public Slice octets() {
        return octets;
    }

    public int length() {
        return octets.length();
    }

    /** Place of the first octet in the stream. */
    public long offset() {
        return octets.offset();
    }

    /** True when {@code count} octets from {@code at} on were seen. */
    public boolean has(int at, int count) {
        if (at < 0 || count < 0 || at > octets.length() - count) {
            return false;
        }
        long from = octets.offset() + at;
        for (int i = 0; i < holes.length; i += 2) {
            if (holes[i] < from + count && from < holes[i + 1]) {
                return false;
            }
        }
        return true;
    }

    /** Up to {@code count} octets from {@code at} on, as many as there are. */
    public SeenOctets part(int at, long count) {
        int from = Math.min(at, octets.length());
        return new SeenOctets(octets.part(from, (int) Math.min(count, octets.length() - from)), holes);
    }

    /** The octets up to the first that was lost. */
    public Slice head() {
        int length = octets.length();
        if (holes.length > 0 && holes[0] < octets.offset() + length) {
            length = (int) Math.max(0, holes[0] - octets.offset());
        }
        return octets.part(0, length);
    }

    /** A number of 1, 2, 4 or 8 octets, not signed. */
    public long number(int at, int size) {
        return switch (size) {
            case 1 -> octets.u8(at);
            case 2 -> octets.u16(at);
            case 4 -> octets.u32(at);
            default -> octets.u64(at);
        };
    }

    /** True when octets of the range were seen and none of them is other than zero. */
    public boolean isZero(int at, long count) {
        long end = Math.min(octets.length(), at + count);
        for (int i = at; i < end; i++) {
            if (octets.u8(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
