package io.xenscope.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Part of a segment waiting in a {@link SegmentQueue}: stream offsets {@code [start, end)}. Without octets it is what
 * the capture cut off a frame: known to exist, its content not.
 */
final class Piece {

    private static final int UNKNOWN = 0;
    private static final int VALID = 1;
    private static final int INVALID = 2;

    long start;
    long end;
    /** The whole segment, which decides between overlapping ones. */
    long segmentStart;

    long segmentEnd;

    byte @Nullable [] octets;
    /** Stream offset of {@code octets[0]}. */
    private long base;
    /** Sum of the header, for the checksum of the whole segment. */
    private long headerSum;

    private boolean verifiable;
    private int validity;

    Piece(long start, long end, long segmentStart, long segmentEnd) {
        this.start = start;
        this.end = end;
        this.segmentStart = segmentStart;
        this.segmentEnd = segmentEnd;
    }

    /** @param copy the captured payload of a segment, from stream offset {@code segmentStart} on */
    static Piece of(byte[] copy, long segmentStart, long segmentEnd, long headerSum, boolean verifiable) {
        Piece piece = new Piece(segmentStart, segmentStart + copy.length, segmentStart, segmentEnd);
        piece.octets = copy;
        piece.base = segmentStart;
        piece.headerSum = headerSum;
        piece.verifiable = verifiable;
        return piece;
    }

    /** Another part of the same segment. */
    Piece part(long from, long to) {
        Piece part = new Piece(from, to, segmentStart, segmentEnd);
        part.octets = octets;
        part.base = base;
        part.headerSum = headerSum;
        part.verifiable = verifiable;
        part.validity = validity;
        return part;
    }

    boolean isCut() {
        return octets == null;
    }

    /** Where {@link #start} is in {@link #octets}. */
    int at() {
        return (int) (start - base);
    }

    int length() {
        return (int) (end - start);
    }

    void shift(long by) {
        start += by;
        end += by;
        segmentStart += by;
        segmentEnd += by;
        base += by;
    }

    boolean isPartOfSame(Piece other) {
        return octets == other.octets && segmentStart == other.segmentStart && segmentEnd == other.segmentEnd;
    }

    /** Lets go of an array that is mostly not needed any more. */
    void compact() {
        byte[] all = octets;
        if (all != null && length() < all.length / 2) {
            validity();
            octets = Arrays.copyOfRange(all, at(), at() + length());
            base = start;
            verifiable = false;
        }
    }

    boolean differs(Piece other, long from, long to) {
        byte[] mine = octets;
        byte[] theirs = other.octets;
        if (mine == null || theirs == null) {
            return false;
        }
        return !Arrays.equals(mine, (int) (from - base), (int) (to - base), theirs, (int) (from - other.base), (int)
                (to - other.base));
    }

    boolean isValid() {
        return validity() == VALID;
    }

    boolean isInvalid() {
        return validity() == INVALID;
    }

    private int validity() {
        byte[] all = octets;
        if (validity == UNKNOWN && verifiable && all != null) {
            boolean valid = Checksums.fold(Checksums.sum(all, 0, all.length, headerSum)) == 0xFFFF;
            validity = valid ? VALID : INVALID;
        }
        return validity;
    }
}
