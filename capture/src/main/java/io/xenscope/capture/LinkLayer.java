package io.xenscope.capture;

/** Finds the network layer in frames of all supported link types (carriers specification 8.3). */
final class LinkLayer {

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int PPP = 9;
    private static final int RAW_12 = 12;
    private static final int RAW_14 = 14;
    private static final int PPP_HDLC = 50;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int NFLOG = 239;
    private static final int LINUX_SLL2 = 276;

    private static final int NFLOG_PAYLOAD = 9;

    private final Statistics statistics;
    private final IpLayer ip;
    private final EtherTypes types;

    LinkLayer(Statistics statistics, IpLayer ip) {
        this.statistics = statistics;
        this.ip = ip;
        this.types = new EtherTypes(statistics, ip);
        ip.attach(types);
    }

    /**
     * Takes a frame apart.
     *
     * @param end behind the last captured octet
     * @param wireEnd behind the last octet there was, at least {@code end}
     * @return false if the link type is not supported
     */
    boolean frame(Packet packet, int linkType, byte[] octets, int from, int end, int wireEnd) {
        if (linkType == ETHERNET) {
            types.ethernet(packet, octets, from, end, wireEnd);
            return true;
        }
        switch (linkType) {
            case NULL, LOOP -> family(packet, linkType == LOOP, octets, from, end, wireEnd);
            case RAW, RAW_12, RAW_14, IPV4, IPV6 -> ip.packet(packet, octets, from, end, wireEnd);
            case LINUX_SLL -> cooked(packet, 14, 16, octets, from, end, wireEnd);
            case LINUX_SLL2 -> cooked(packet, 0, 20, octets, from, end, wireEnd);
            case PPP, PPP_HDLC -> types.ppp(packet, octets, from, end, wireEnd);
            case NFLOG -> nflog(packet, octets, from, end, wireEnd);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** u32 address family, in the order of the writing machine or (LOOP) in network order. */
    private void family(Packet packet, boolean network, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 4) {
            statistics.skip(Skip.SHORT);
            return;
        }
        int family = Octets.i32(octets, from, network || packet.bigEndian);
        if ((family & 0xFFFF) == 0) {
            // Written by a machine of the other byte order than the file.
            family = Integer.reverseBytes(family);
        }
        switch (family) {
            case 2, 10, 24, 28, 30 -> ip.packet(packet, octets, from + 4, end, wireEnd);
            default -> statistics.skip(Skip.NOT_IP);
        }
    }

    /**
     * <pre>
     * SLL                                        SLL2
     *  0  u16 packet type   2  u16 ARPHRD         0  u16 protocol       2  u16 reserved
     *  4  u16 address length                      4  u32 interface index
     *  6  address (8)                             8  u16 ARPHRD        10  u8 packet type
     * 14  u16 protocol                           11  u8 address length 12  address (8)
     * </pre>
     */
    private void cooked(Packet packet, int protocol, int header, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < header) {
            statistics.skip(Skip.SHORT);
            return;
        }
        types.payload(packet, Octets.u16(octets, from + protocol), octets, from + header, end, wireEnd);
    }

    /**
     * <pre>
     * 0  u8 family   1  u8 version   2  u16 resource
     * 4  attributes: u16 length (with this header), u16 type, value, padded to a multiple of 4
     * </pre>
     */
    private void nflog(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        int at = from + 4;
        while (end - at >= 4) {
            int length = Octets.u16(octets, at, packet.bigEndian);
            int type = Octets.u16(octets, at + 2, packet.bigEndian);
            if (length < 4) {
                statistics.skip(Skip.MALFORMED);
                return;
            }
            if ((type & 0x7FFF) == NFLOG_PAYLOAD) {
                int to = Math.min(at + length, wireEnd);
                ip.packet(packet, octets, at + 4, Math.min(to, end), to);
                return;
            }
            at += length + 3 & ~3;
        }
        statistics.skip(Skip.NOT_IP);
    }
}
