package io.xenscope.capture;

import java.io.IOException;

/**
 * A window on the capture that slides forward. The octets of a record are used where they are read to; only what
 * straddles the end of the window is ever moved.
 */
final class ReadBuffer {

    private static final int USUAL = 1 << 18;

    private final OctetInput input;
    byte[] octets = new byte[USUAL];
    /** The next octet to take. */
    int position;
    /** Behind the last octet read. */
    int limit;

    private long base;

    ReadBuffer(OctetInput input) {
        this.input = input;
    }

    /** Where in the capture {@link #position} is. */
    long offset() {
        return base + position;
    }

    /**
     * Makes sure that {@code count} octets follow {@link #position} in the array.
     *
     * @return false if the input ends before that
     */
    boolean need(int count) throws IOException {
        return limit - position >= count || read(count);
    }

    private boolean read(int count) throws IOException {
        int waiting = limit - position;
        if (octets.length - position < count) {
            byte[] target = octets.length < count ? new byte[Math.max(count, 2 * octets.length)] : octets;
            System.arraycopy(octets, position, target, 0, waiting);
            octets = target;
            base += position;
            position = 0;
            limit = waiting;
        }
        while (limit - position < count) {
            if (waiting == 0 && limit == position) {
                base += position;
                position = 0;
                limit = 0;
            }
            int got = input.read(octets, limit, octets.length - limit);
            if (got < 0) {
                return false;
            }
            limit += got;
        }
        return true;
    }

    /**
     * Passes over octets of any number.
     *
     * @return false if the input ends before that
     */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!need(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }
}
