package io.xenscope.dissect.analysis;

/** Time between two places of a stream, in nanoseconds. */
public final class Elapsed {

    private Elapsed() {}

    /** Not below 0: the clock of a capturing host may be set back, and packets may be written out of order. */
    public static long between(long from, long to) {
        return Math.max(0, to - from);
    }
}
