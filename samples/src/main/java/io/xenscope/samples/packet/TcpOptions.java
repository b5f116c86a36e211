package io.xenscope.samples.packet;

/**
 * Properties of a captured connection.
 *
 * @param format capture file format
 * @param ipv6 IPv6 instead of IPv4
 * @param mss payload octets of a full segment, 1 to {@link #MAX_MSS}
 * @param port TCP port of the receiver
 * @param forwardIsn initial sequence number of the sender
 * @param bitsPerSecond speed at which time passes, Ethernet framing included
 * @param checksums whether IP and TCP checksums are computed; otherwise they are 0
 * @param end how the connection ends
 */
public record TcpOptions(
        CaptureFormat format,
        boolean ipv6,
        int mss,
        int port,
        int forwardIsn,
        long bitsPerSecond,
        boolean checksums,
        TcpEnd end) {
    /** The largest payload an unfragmented IPv4 packet with TCP time stamps can carry. */
    public static final int MAX_MSS = 65_483;

    /** Checks the segment size and the speed. */
    public TcpOptions {
        if (mss < 1 || mss > MAX_MSS || bitsPerSecond < 1 || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("segments of 1 to " + MAX_MSS + " octets, speed above 0, port to 65535");
        }
    }

    /**
     * IPv4, segments of 1448 octets, port 5555, 1 Gbit/s, FIN. The sequence numbers wrap after 4096 octets, so every
     * reader meets the wrap.
     */
    public static TcpOptions of(CaptureFormat format) {
        return new TcpOptions(format, false, 1448, 5555, 0xfffff000 - 1, 1_000_000_000L, true, TcpEnd.FIN);
    }

    /** The same connection with other segments. */
    public TcpOptions withMss(int value) {
        return new TcpOptions(format, ipv6, value, port, forwardIsn, bitsPerSecond, checksums, end);
    }

    /** The same connection over IPv6. */
    public TcpOptions withIpv6() {
        return new TcpOptions(format, true, mss, port, forwardIsn, bitsPerSecond, checksums, end);
    }

    /** The same connection with another ending. */
    public TcpOptions withEnd(TcpEnd value) {
        return new TcpOptions(format, ipv6, mss, port, forwardIsn, bitsPerSecond, checksums, value);
    }
}
