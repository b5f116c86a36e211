package io.xenscope.dissect.input;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what a direction brought until it is known what it is, then plays it to the one who can read it. */
final class Held {

    private static final int PIECE_MEMORY = 64;

    private final List<Piece> pieces;
    private final Supplier<StreamInput> to;
    private byte[] head = new byte[0];
    private int headLength;
    private boolean headClosed;
    private boolean headCut;
    private long octets;

    /** One call of an input, to be made again. */
    @FunctionalInterface
    interface Piece {
        void play();
    }

    /**
     * @param pieces where calls are kept in the order in which they came; several directions may share it
     * @param to who gets them when they are played
     */
    Held(List<Piece> pieces, Supplier<StreamInput> to) {
        this.pieces = pieces;
        this.to = to;
    }

    /** Keeps a copy of the octets. */
    void bytes(byte[] buffer, int offset, int length, long time) {
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        pieces.add(() -> to.get().bytes(copy, 0, copy.length, time));
        octets += length;
        if (!headClosed) {
            if (headLength + length > head.length) {
                head = Arrays.copyOf(head, Math.max(headLength + length, 2 * head.length));
            }
            System.arraycopy(copy, 0, head, headLength, length);
            headLength += length;
        }
    }

    void gap(long octets, GapCause cause, long time) {
        headCut |= !headClosed;
        headClosed = true;
        pieces.add(() -> to.get().gap(octets, cause, time));
    }

    void found(String code, String text, long time) {
        pieces.add(() -> to.get().found(code, text, time));
    }

    void end(EndReason reason, long time) {
        headClosed = true;
        pieces.add(() -> to.get().end(reason, time));
    }

    /** The first octets without a loss. */
    Slice head() {
        return new Slice(head, 0, headLength, 0, 0, ByteOrder.LITTLE_ENDIAN);
    }

    /** Octets kept, those behind a loss included. */
    long octets() {
        return octets;
    }

    /** Octets of memory it needs, those of its pieces included when it keeps them still. */
    long memory() {
        return head.length + (pieces.isEmpty() ? 0 : octets) + (long) PIECE_MEMORY * pieces.size();
    }

    /** True when a loss keeps the head from growing. */
    boolean isHeadCut() {
        return headCut;
    }

    /** True when the head will not grow any more. */
    boolean isHeadClosed() {
        return headClosed;
    }
}
