package io.xenscope.dissect.detect;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.engine.Slice;
import org.jspecify.annotations.Nullable;

/** Whether an answer that does not fit belongs to another carrier after all (carriers specification 9.1 CAR-AMBIG). */
public final class Ambiguity {

    /** Octets below which nothing is told. */
    private static final int TELLING = 4;

    private Ambiguity() {}

    /**
     * What else the first octets of the direction to the sender begin.
     *
     * @param carrier what the other direction was taken for
     * @return null when nothing
     */
    public static @Nullable Format other(Slice seen, String carrier) {
        Format format = seen.length() < TELLING ? null : Beginnings.begunBy(seen);
        boolean fits = format == null
                || format.direction() == Direction.BACK && format.carrier().equals(carrier);
        return fits ? null : format;
    }
}
