package io.xenscope.dissect.engine;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import org.jspecify.annotations.Nullable;

/** Hears from the driver what is not a format's business: losses, the undecodable, the end. Offsets are the stream's. */
public interface Boundaries {

    /** What follows was seen at {@code time}, nanoseconds since the epoch. */
    void now(long time);

    /** {@code missing} octets at {@code offset} were lost inside an element whose length is known; decoding goes on. */
    void absorbed(long offset, long missing, GapCause cause, long time);

    /**
     * Octets were lost where the framing was, or the format gave up: nothing from here on is decoded.
     *
     * @return the offset from which on nothing is decoded, at most {@code offset}
     */
    long lost(long offset, GapCause cause, long time);

    /** Octets that belong to nothing were passed over; decoding goes on behind them, where a search ended. */
    default void passedOver(Tail octets, long time) {}

    /**
     * What finds the framing again behind octets that nothing explains.
     *
     * @param from where they begin
     * @param position offset of the octets that come next
     * @return null where nothing can be found
     */
    default @Nullable Search search(long from, long position) {
        return null;
    }

    /** Decoding goes on behind {@code tile}, which belongs to nothing. */
    default void resumed(Tail tile, Search.Found found) {
        throw new IllegalStateException("nothing was searched for");
    }

    /** Something is worth telling about the way of the octets to here; {@code code} is the id of a finding. */
    void found(long offset, String code, String text, long time);

    /**
     * The direction has ended; called once, last.
     *
     * @param position octets the direction had, lost ones included
     * @param since where the step under way began
     * @param wanted octets of the step under way that never came; 0 when it ended between elements or was opaque
     * @param tail the undecodable end of the direction, {@code present + missing} octets long; null when there is none
     */
    void ended(long position, long since, long wanted, @Nullable Tail tail, EndReason reason, long time);

    /** Octets of a direction that belong to nothing. */
    record Tail(long from, long present, long missing, GapCause cause) {}
}
