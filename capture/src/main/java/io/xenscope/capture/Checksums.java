package io.xenscope.capture;

/** The Internet checksum: the sum of 16-bit words in one's complement. */
final class Checksums {

    private static final int TCP = 6;

    private Checksums() {}

    /** Adds {@code octets[from .. to)} to a sum; all but the last piece of it must have even length. */
    static long sum(byte[] octets, int from, int to, long start) {
        long sum = start;
        int at = from;
        for (; to - at >= 4; at += 4) {
            sum += Octets.i32(octets, at) & 0xFFFF_FFFFL;
        }
        if (to - at >= 2) {
            sum += Octets.u16(octets, at);
            at += 2;
        }
        if (at < to) {
            sum += Octets.u8(octets, at) << 8;
        }
        return sum;
    }

    /** Brings a sum down to 16 bits; 0xFFFF says that what was summed holds a correct checksum. */
    static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFF_FFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (int) folded;
    }

    /** The sum of the addresses, protocol and length that TCP includes in its checksum. */
    static long pseudoHeader(Packet packet, int tcpLength) {
        long sum = TCP + (tcpLength & 0xFFFFL) + (tcpLength >>> 16);
        long sourceLow = packet.ipv6 ? packet.sourceLow : packet.sourceLow & 0xFFFF_FFFFL;
        long destinationLow = packet.ipv6 ? packet.destinationLow : packet.destinationLow & 0xFFFF_FFFFL;
        return sum
                + halves(packet.sourceHigh)
                + halves(sourceLow)
                + halves(packet.destinationHigh)
                + halves(destinationLow);
    }

    private static long halves(long value) {
        return (value >>> 32) + (value & 0xFFFF_FFFFL);
    }
}
