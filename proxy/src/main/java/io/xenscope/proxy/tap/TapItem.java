package io.xenscope.proxy.tap;

import io.netty.buffer.ByteBuf;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.proxy.relay.Side;
import org.jspecify.annotations.Nullable;

/** What waits for the tap's thread. */
sealed interface TapItem {

    TapConnection connection();

    record Opened(
            TapConnection connection,
            @Nullable Endpoint client,
            @Nullable Endpoint server,
            long time) implements TapItem {}

    /**
     * @param octets released once they were shown
     * @param charge what they count for in the budget
     */
    record Octets(TapConnection connection, Side from, ByteBuf octets, long charge, long time) implements TapItem {}

    record Shed(TapConnection connection, Side from, long octets, long time) implements TapItem {}

    record Ended(TapConnection connection, Side from, EndReason reason, long time) implements TapItem {}
}
