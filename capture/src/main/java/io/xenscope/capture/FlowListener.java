package io.xenscope.capture;

import io.xenscope.dissect.ConnectionInput;

/** Takes the connections of a capture. */
@FunctionalInterface
public interface FlowListener {

    /**
     * Called when the first octet (or gap) of a connection is about to be handed over; connections that never carry one
     * are not reported.
     *
     * @return where its octets go; {@link ConnectionInput#fromFirst()} gets what {@link Connection#first()} sends
     */
    ConnectionInput open(Connection connection);
}
