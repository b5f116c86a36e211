package io.xenscope.samples.scenario;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Where a run is written to. The order of writes to the two directions is the order of events between the hosts.
 * Closing the transport ends both directions.
 */
public interface Transport extends Closeable {
    /** Octets from the sender (primary) to the receiver (secondary). */
    OutputStream forward();

    /** Octets from the receiver to the sender. */
    OutputStream back();

    /** Nothing is sent for this long; transports without a clock ignore it. */
    default void idle(Duration pause) throws IOException {}
}
