package io.xenscope.proxy;

import io.xenscope.proxy.relay.Side;

/** Hears what happens to connections. Calls come from the threads that forward, and must be quick. */
public interface ProxyObserver {

    /**
     * A client has connected.
     *
     * @param connection says who and where to, for logs
     */
    void opened(String connection);

    /** The server could not be connected to, so the client was reset. */
    void connectFailed(String connection, Throwable cause);

    /** A connection was not forwarded, because it would come back to this very proxy or its destination is unknown. */
    void refused(String connection, Refusal reason);

    /** A connection is not forwarded because TLS with the client could not be agreed on. */
    void handshakeFailed(String connection, String reason);

    /** Octets have been handed on. */
    void forwarded(Side from, long octets);

    /**
     * It is over.
     *
     * @param reset whether a side ended it with RST
     */
    void closed(String connection, long fromClient, long fromServer, boolean reset);
}
