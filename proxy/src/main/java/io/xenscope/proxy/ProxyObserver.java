package io.xenscope.proxy;

import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.ConnectionId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Hears what happens to connections. Calls come from the threads that forward, and must be quick. */
public interface ProxyObserver {

    /**
     * A client has connected.
     *
     * @param connection the same object in all that is told of it
     */
    void opened(ConnectionId connection);

    /** The server could not be connected to, so the client was reset. */
    void connectFailed(ConnectionId connection, Throwable cause);

    /**
     * The client's address could not be used towards the server.
     *
     * @param goesOn whether the connection is tried from the proxy's own address
     */
    void spoofFailed(ConnectionId connection, Throwable cause, boolean goesOn);

    /** A connection was not forwarded, because it would come back to this very proxy or its destination is unknown. */
    void refused(ConnectionId connection, Refusal reason);

    /** A connection is not forwarded because TLS with the client could not be agreed on. */
    void handshakeFailed(ConnectionId connection, String reason);

    /**
     * It was tried whether a connection to an address that the rules should bring here comes here.
     *
     * @param failure what happened instead; null if it came
     */
    void interceptionTested(InetSocketAddress address, @Nullable String failure);

    /** Octets have been handed on. */
    void forwarded(Side from, long octets);

    /**
     * It is over.
     *
     * @param reset whether a side ended it with RST
     */
    void closed(ConnectionId connection, long fromClient, long fromServer, boolean reset);
}
