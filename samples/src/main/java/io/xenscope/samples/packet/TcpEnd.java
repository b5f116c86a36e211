package io.xenscope.samples.packet;

/** How a captured connection ends. */
public enum TcpEnd {
    /** Both sides close. */
    FIN,
    /** The sender of the stream resets the connection. */
    RST,
    /** The capture stops before the connection does. */
    NONE
}
