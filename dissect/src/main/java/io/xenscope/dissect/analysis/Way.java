package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Endpoint;
import org.jspecify.annotations.Nullable;

/** Tells, whenever asked, what is known so far of the way of a connection's octets. */
public interface Way {

    /** The octets {@code sender} sends; null when nobody watches. */
    @Nullable
    Transport from(Endpoint sender);

    /** How the connection began to end; null while it has not. */
    @Nullable
    Closing closing();

    /**
     * The first packet that closes a connection.
     *
     * @param by who sent it
     * @param reset whether it was a reset rather than an orderly close
     * @param time nanoseconds since the epoch
     */
    record Closing(Endpoint by, boolean reset, long time) {}
}
