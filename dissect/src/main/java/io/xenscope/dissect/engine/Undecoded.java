package io.xenscope.dissect.engine;

import io.xenscope.dissect.GapCause;
import org.jspecify.annotations.Nullable;

/** The account of octets that no step decodes, from where they begin. */
final class Undecoded {

    private final long from;
    private long present;
    private long missing;
    private @Nullable GapCause cause;

    /** @param present how many there are already */
    Undecoded(long from, long present) {
        this.from = from;
        this.present = present;
    }

    long from() {
        return from;
    }

    long missing() {
        return missing;
    }

    /** Why they are not decoded. */
    GapCause cause() {
        return cause == null ? GapCause.UNDECODABLE : cause;
    }

    boolean isEmpty() {
        return present + missing == 0;
    }

    void because(GapCause why) {
        cause = why;
    }

    void present(long octets) {
        present += octets;
    }

    /** Counts octets that are not there; the first reason stays. */
    void missing(long octets, GapCause why) {
        missing += octets;
        cause = cause == null ? why : cause;
    }

    Boundaries.Tail tail() {
        return new Boundaries.Tail(from, present, missing, cause());
    }
}
