package io.xenscope.proxy.tap;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who wants to see the octets of a connection. Called on the tap's own thread, as are the inputs. */
@FunctionalInterface
public interface LiveInputs {

    /**
     * A connection has begun; its first octets will be seen.
     *
     * @param client who connected, the first endpoint; null for a pipe
     * @param server who was meant; null for a pipe
     * @param time nanoseconds since the epoch
     */
    List<ConnectionInput> open(@Nullable Endpoint client, @Nullable Endpoint server, long time);
}
