package io.xenscope.capture;

/** What an Ethernet header or another header with an EtherType leads to (carriers specification 8.3). */
final class EtherTypes {

    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;
    private static final int MPLS = 0x8847;
    private static final int MPLS_MULTICAST = 0x8848;
    private static final int PPPOE_SESSION = 0x8864;
    private static final int LARGEST_LENGTH = 1500;
    private static final int MOST_TAGS = 4;

    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;

    private final Statistics statistics;
    private final IpLayer ip;

    EtherTypes(Statistics statistics, IpLayer ip) {
        this.statistics = statistics;
        this.ip = ip;
    }

    /**
     * <pre>
     * 0  destination (6)   6  source (6)   12  u16 type
     * </pre>
     */
    void ethernet(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 14) {
            statistics.skip(Skip.SHORT);
            return;
        }
        int type = Octets.u16(octets, from + 12);
        if (type == IPV4) {
            ip.version4(packet, octets, from + 14, end, wireEnd);
        } else {
            payload(packet, type, octets, from + 14, end, wireEnd);
        }
    }

    /** What follows an EtherType. VLAN ids are no part of a flow: offload may take the tag away in one direction. */
    void payload(Packet packet, int etherType, byte[] octets, int from, int end, int wireEnd) {
        int type = etherType;
        int at = from;
        for (int tags = 0; isTag(type); tags++) {
            if (tags == MOST_TAGS) {
                statistics.skip(Skip.NESTING);
                return;
            }
            if (end - at < 4) {
                statistics.skip(Skip.SHORT);
                return;
            }
            type = Octets.u16(octets, at + 2);
            at += 4;
        }
        switch (type) {
            case IPV4, IPV6 -> ip.packet(packet, octets, at, end, wireEnd);
            case MPLS, MPLS_MULTICAST -> mpls(packet, octets, at, end, wireEnd);
            case PPPOE_SESSION -> ppp(packet, octets, at + 6, end, wireEnd);
            default -> {
                if (type <= LARGEST_LENGTH) {
                    snap(packet, octets, at, end, wireEnd);
                } else {
                    statistics.skip(Skip.NOT_IP);
                }
            }
        }
    }

    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88A8 || type == 0x9100;
    }

    /** Labels of 4 octets, the last one with bit 8 set; what follows is told by its version only. */
    private void mpls(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        int at = from;
        boolean bottom = false;
        while (!bottom) {
            if (end - at < 4) {
                statistics.skip(Skip.SHORT);
                return;
            }
            bottom = (octets[at + 2] & 1) != 0;
            at += 4;
        }
        ip.packet(packet, octets, at, end, wireEnd);
    }

    /** Protocol number of one octet (odd) or two, behind an optional address and control octet. */
    void ppp(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        int at = from;
        if (end - at >= 2 && Octets.u16(octets, at) == 0xFF03) {
            at += 2;
        }
        if (end - at < 2) {
            statistics.skip(Skip.SHORT);
            return;
        }
        int protocol = Octets.u8(octets, at++);
        if ((protocol & 1) == 0) {
            protocol = protocol << 8 | Octets.u8(octets, at++);
        }
        if (protocol == PPP_IPV4 || protocol == PPP_IPV6) {
            ip.packet(packet, octets, at, end, wireEnd);
        } else {
            statistics.skip(Skip.NOT_IP);
        }
    }

    /** {@code aa aa 03 00 00 00} and an EtherType, behind a length instead of one. */
    private void snap(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 8 || Octets.i32(octets, from) != 0xAAAA0300 || Octets.u16(octets, from + 4) != 0) {
            statistics.skip(Skip.NOT_IP);
            return;
        }
        int type = Octets.u16(octets, from + 6);
        if (type <= LARGEST_LENGTH) {
            statistics.skip(Skip.NOT_IP);
        } else if (packet.nest(statistics)) {
            payload(packet, type, octets, from + 8, end, wireEnd);
        }
    }
}
