package io.xenscope.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections are forwarded.
 *
 * @param listen addresses to listen on
 * @param spoof whose address servers see
 * @param ownIfUnusable connect from the proxy's own address where the client's cannot be used, instead of not at all
 * @param mark SO_MARK of the connections to servers, by which rules can leave them alone; 0 for none
 * @param idle connections on which nothing passes for so long are reset; null, and wisely so, for never
 * @param threads event loops
 * @param selfTest an address that the rules bring here and where nobody listens, to try now and then whether they do;
 *     null to try nothing
 */
public record ProxyOptions(
        List<InetSocketAddress> listen,
        Destination destination,
        Spoof spoof,
        boolean ownIfUnusable,
        int mark,
        @Nullable Duration idle,
        Tls tls,
        int threads,
        @Nullable InetSocketAddress selfTest) {

    /** Forwarding to one host, everything else as is usual. */
    public static ProxyOptions to(InetSocketAddress server, List<InetSocketAddress> listen) {
        return new ProxyOptions(
                listen, new Destination.Fixed(server), Spoof.NONE, false, 0, null, Tls.UNTOUCHED, 1, null);
    }
}
