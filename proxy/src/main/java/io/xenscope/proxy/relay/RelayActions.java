package io.xenscope.proxy.relay;

/** What a {@link Relay} wants to be done. */
public interface RelayActions {

    /** Connect to the server; answered by {@link Relay#connected} or {@link Relay#connectFailed}. */
    void connect();

    /** Take octets from this side, once. */
    void read(Side from);

    /** Send FIN: nothing more will be written to this side. All octets for it have been handed to the system. */
    void shutdownOutput(Side to);

    /** Send RST, once the octets handed to the system have reached the other host, and close. */
    void reset(Side to);

    /** Close in order; FIN went both ways. */
    void close(Side side);
}
