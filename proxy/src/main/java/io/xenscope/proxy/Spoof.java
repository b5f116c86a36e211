package io.xenscope.proxy;

/** Whose address the server sees. */
public enum Spoof {
    /** The proxy's. */
    NONE,
    /** The client's, with a port of the system's choice. */
    ADDRESS,
    /** The client's, and its port; collides with the NAT entry of a redirected connection. */
    ADDRESS_AND_PORT
}
