package io.xenscope.proxy.tap;

import io.netty.buffer.ByteBuf;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.Pace;
import io.xenscope.proxy.relay.Side;
import org.jspecify.annotations.Nullable;

/** What waits for the tap's thread. */
sealed interface TapItem {

    /** Time passes: connections tell how far they have come. */
    record Tick(long time) implements TapItem {}

    /** What happened on one connection. */
    sealed interface OfConnection extends TapItem {
        TapConnection connection();
    }

    record Opened(
            TapConnection connection,
            @Nullable Endpoint client,
            @Nullable Endpoint server,
            long time) implements OfConnection {}

    /**
     * @param octets released once they were shown
     * @param pace what this side's octets waited for before these came
     * @param charge what they count for in the budget
     */
    record Octets(TapConnection connection, Side from, ByteBuf octets, Pace pace, long charge, long time)
            implements OfConnection {}

    record Shed(TapConnection connection, Side from, long octets, long time) implements OfConnection {}

    record Ended(TapConnection connection, Side from, EndReason reason, long time) implements OfConnection {}
}
