package io.xenscope.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What is known of the packet being taken apart; one object for all of them. IPv4 addresses are held as IPv4-mapped IPv6
 * addresses, so that both families fit two longs.
 */
final class Packet {

    static final long MAPPED = 0xFFFF_0000_0000L;

    private static final int DEEPEST = 4;

    long time;
    long fileOffset;
    /** Byte order of the machine that wrote the file; some link headers use it. */
    boolean bigEndian;
    /** Encapsulations peeled so far. */
    int depth;
    /** Overlay networks peeled so far; the same addresses in another overlay are another flow. */
    long scope;

    boolean ipv6;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    /** IPv4 identification; −1 for IPv6. */
    int identification;
    /** The IP length was 0 or in a jumbo payload option. */
    boolean superPacket;
    /** Put together from IP fragments. */
    boolean fragmented;

    void start(long newTime, long newFileOffset, boolean newBigEndian) {
        time = newTime;
        fileOffset = newFileOffset;
        bigEndian = newBigEndian;
        depth = 0;
        scope = 0;
        superPacket = false;
        fragmented = false;
    }

    /** Goes one level deeper; false, and counted, if that is too deep. */
    boolean nest(Statistics statistics) {
        if (depth == DEEPEST) {
            statistics.skip(Skip.NESTING);
            return false;
        }
        depth++;
        return true;
    }

    void enterOverlay(int network) {
        // The mark tells network 0 from no overlay; the factor keeps networks inside each other apart.
        scope = scope * 0x9E37_79B9_7F4A_7C15L + (1L << 32 | (network & 0xFFFF_FFFFL));
    }

    static InetAddress address(long high, long low, boolean ipv6) {
        byte[] octets = new byte[ipv6 ? 16 : 4];
        for (int i = 0; i < octets.length; i++) {
            int fromEnd = octets.length - 1 - i;
            octets[i] = (byte) ((fromEnd < 8 ? low : high) >>> ((fromEnd & 7) * 8));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
