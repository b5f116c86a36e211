package io.xenscope.dissect.engine;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Octets of a step that straddles pieces of its input. */
final class HeldOctets {

    private byte[] octets = new byte[64];
    private int count;
    private long time;
    private final List<Piece> pieces = new ArrayList<>();

    /** Octets up to {@code end} were seen at {@code time}. */
    record Piece(int end, long time) {}

    int count() {
        return count;
    }

    /** Octets of memory. */
    int memory() {
        return octets.length;
    }

    void add(byte[] buffer, int at, int length, long seen) {
        if (count == 0) {
            time = seen;
        }
        if (count + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(count + length, octets.length * 2));
        }
        System.arraycopy(buffer, at, octets, count, length);
        count += length;
    }

    /** Adds octets that may have to be played again, as they came. */
    void addPiece(byte[] buffer, int at, int length, long seen) {
        add(buffer, at, length, seen);
        pieces.add(new Piece(count, seen));
    }

    /** How what was added by {@link #addPiece} came. */
    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** Gives out what is held, good until something is added, and holds nothing. */
    Slice release(long position) {
        Slice slice = new Slice(octets, 0, count, position, time, ByteOrder.LITTLE_ENDIAN);
        drop();
        return slice;
    }

    /** Holds nothing any more; returns how much that was. */
    int drop() {
        int dropped = count;
        count = 0;
        pieces.clear();
        return dropped;
    }
}
