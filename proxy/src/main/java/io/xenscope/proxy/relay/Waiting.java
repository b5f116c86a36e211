package io.xenscope.proxy.relay;

import io.xenscope.dissect.Pace;

/**
 * What one direction waits for, as whoever forwards it knows: as long as octets wait to be written, for the side they go
 * to; otherwise for the side they come from. Counted from the first octet on.
 *
 * <p>Not for use by several threads.
 */
public final class Waiting {

    /** What is waited for. */
    public enum For {
        /** The first octet. */
        BEGINNING,
        /** Further octets. */
        READ,
        /** The other side, which is to take what is there. */
        WRITE,
        /** Whoever looks at the octets. */
        ROOM,
        /** Nothing: no more octets will come. */
        NOTHING
    }

    private For what = For.BEGINNING;
    private long since;
    private long read;
    private long write;
    private long held;

    /** From {@code now} on, nanoseconds of a clock that is never set, it waits for {@code next}. */
    public void turn(For next, long now) {
        pass(now);
        what = next;
    }

    private void pass(long now) {
        long time = Math.max(0, now - since);
        switch (what) {
            case READ -> read += time;
            case WRITE -> write += time;
            case ROOM -> held += time;
            default -> {}
        }
        since = now;
    }

    /** What it waited for up to {@code now}. */
    public Pace pace(long now) {
        pass(now);
        return new Pace(read + write + held, read, write, held);
    }
}
