package io.xenscope.proxy;

import java.net.InetSocketAddress;

/** Where a connection that was accepted goes on to. */
public sealed interface Destination {

    /**
     * Always the same host.
     *
     * @param address may be unresolved; it is looked up for each connection
     */
    record Fixed(InetSocketAddress address) implements Destination {}

    /** Where it was meant to go before a NAT REDIRECT rule brought it here (carriers specification 7.3). */
    record Redirected() implements Destination {}

    /** Where it was meant to go before a TPROXY rule brought it here (carriers specification 7.4). */
    record Tproxied() implements Destination {}
}
