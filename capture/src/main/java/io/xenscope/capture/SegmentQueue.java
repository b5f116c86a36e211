package io.xenscope.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What came of one direction behind a hole: pieces in the order of the stream, none overlapping. Where segments overlap,
 * it keeps what a Linux receiver keeps (carriers specification 8.5 rules 7 and 9): the segment with the lower start, at
 * the same start the longer one, at the same range the earlier one; but if the copies differ and exactly one of the two
 * has a valid checksum, that one.
 */
final class SegmentQueue {

    /** Memory of a piece besides its octets. */
    static final int OVERHEAD = 96;

    private static final @Nullable Piece[] NONE = new Piece[0];

    private final Budget budget;
    private @Nullable Piece[] pieces = NONE;
    private int first;
    private int count;
    private long octets;
    private long memory;

    /** Differing copies met, and those of them decided by a checksum; for whoever asks to reset. */
    int conflicts;

    int decidedByChecksum;

    SegmentQueue(Budget budget) {
        this.budget = budget;
    }

    /** Memory all queues use together. */
    static final class Budget {
        long used;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Octets of the stream in the queue, cut off ones included. */
    long octets() {
        return octets;
    }

    long memory() {
        return memory;
    }

    Piece first() {
        return pieces[first];
    }

    Piece last() {
        return pieces[first + count - 1];
    }

    void removeFirst() {
        Piece gone = pieces[first];
        account(gone, -1);
        pieces[first] = null;
        first++;
        count--;
        if (count == 0) {
            first = 0;
        }
    }

    void clear() {
        budget.used -= memory;
        memory = 0;
        octets = 0;
        count = 0;
        first = 0;
        pieces = NONE;
    }

    void shift(long by) {
        for (int i = 0; i < count; i++) {
            pieces[first + i].shift(by);
        }
    }

    /** Drops everything from {@code end} on; false if there was nothing. */
    boolean truncate(long end) {
        boolean dropped = false;
        while (count > 0 && last().end > end) {
            Piece piece = last();
            dropped = true;
            account(piece, -1);
            if (piece.start >= end) {
                count--;
                pieces[first + count] = null;
            } else {
                piece.end = end;
                account(piece, 1);
            }
        }
        return dropped;
    }

    /** True if every octet of {@code [from, to)} is there. */
    boolean covers(long from, long to) {
        long at = from;
        for (int i = firstEndingAfter(from); i < count && at < to; i++) {
            Piece piece = pieces[first + i];
            if (piece.start > at || piece.isCut()) {
                return false;
            }
            at = piece.end;
        }
        return at >= to;
    }

    /** Puts a piece in its place. */
    void insert(Piece added) {
        if (count == 0 || last().end <= added.start) {
            put(count, added);
            return;
        }
        long at = added.start;
        int i = firstEndingAfter(at);
        while (at < added.end) {
            if (i == count || pieces[first + i].start >= added.end) {
                put(i, at == added.start ? added : added.part(at, added.end));
                return;
            }
            Piece old = pieces[first + i];
            if (old.start > at) {
                put(i++, added.part(at, old.start));
                at = old.start;
            }
            long to = Math.min(old.end, added.end);
            if (wins(added, old, at, to)) {
                i = replace(i, old, added, at, to);
            } else {
                i++;
            }
            at = to;
        }
    }

    /** Gives {@code [from, to)} of the old piece at {@code index} to the new one; the index behind the new part. */
    private int replace(int index, Piece old, Piece added, long from, long to) {
        int i = index;
        account(old, -1);
        boolean head = old.start < from;
        boolean tail = old.end > to;
        if (tail) {
            Piece rest = old.part(to, old.end);
            rest.compact();
            put(i + 1, rest);
        }
        Piece part = added.part(from, to);
        if (head) {
            old.end = from;
            old.compact();
            account(old, 1);
            put(++i, part);
        } else {
            pieces[first + i] = part;
            account(part, 1);
        }
        return join(i) + 1;
    }

    /** Joins the piece with the one before it if both are of one segment; the index of the result. */
    private int join(int index) {
        if (index == 0) {
            return index;
        }
        Piece before = pieces[first + index - 1];
        Piece piece = pieces[first + index];
        if (before.end != piece.start || !before.isPartOfSame(piece)) {
            return index;
        }
        account(before, -1);
        account(piece, -1);
        before.end = piece.end;
        account(before, 1);
        System.arraycopy(pieces, first + index + 1, pieces, first + index, count - index - 1);
        count--;
        pieces[first + count] = null;
        return index - 1;
    }

    private boolean wins(Piece added, Piece old, long from, long to) {
        if (added.isCut() || old.isCut()) {
            return old.isCut() && !added.isCut();
        }
        if (!added.differs(old, from, to)) {
            return false;
        }
        conflicts++;
        if (added.isValid() && old.isInvalid()) {
            decidedByChecksum++;
            return true;
        }
        if (old.isValid() && added.isInvalid()) {
            decidedByChecksum++;
            return false;
        }
        return added.segmentStart < old.segmentStart
                || (added.segmentStart == old.segmentStart && added.segmentEnd > old.segmentEnd);
    }

    private int firstEndingAfter(long offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces[first + middle].end > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void put(int index, Piece piece) {
        if (first + count == pieces.length) {
            makeRoom();
        }
        System.arraycopy(pieces, first + index, pieces, first + index + 1, count - index);
        pieces[first + index] = piece;
        count++;
        account(piece, 1);
    }

    private void makeRoom() {
        // Moving is worth it only if that gains much: otherwise every few insertions would move everything.
        @Nullable
        Piece[] target = first > pieces.length / 2 ? pieces : Arrays.copyOf(NONE, Math.max(8, 2 * pieces.length));
        System.arraycopy(pieces, first, target, 0, count);
        if (target == pieces) {
            Arrays.fill(pieces, count, pieces.length, null);
        }
        pieces = target;
        first = 0;
    }

    private void account(Piece piece, int sign) {
        long length = piece.end - piece.start;
        long used = OVERHEAD + (piece.isCut() ? 0 : length);
        octets += sign * length;
        memory += sign * used;
        budget.used += sign * used;
    }
}
