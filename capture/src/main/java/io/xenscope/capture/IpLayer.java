package io.xenscope.capture;

/**
 * IPv4 and IPv6 (carriers specification 8.4). The length an IP header tells is what counts, not how much was captured:
 * short Ethernet frames are padded, and offload makes frames larger than any header can tell.
 */
final class IpLayer {

    private static final int HOP_BY_HOP = 0;
    private static final int IN_IPV4 = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IN_IPV6 = 41;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;
    private static final int MOBILITY = 135;

    private static final int IPV6_HEADER = 40;
    private static final int MOST_EXTENSIONS = 8;
    private static final int LONGEST_JUMBO = 16 << 20;

    private final Statistics statistics;
    private final TcpReceiver tcp;
    private final Fragments fragments;
    private final Overlays overlays;

    IpLayer(Statistics statistics, Notices notices, TcpReceiver tcp, CaptureLimits limits) {
        this.statistics = statistics;
        this.tcp = tcp;
        this.fragments = new Fragments(statistics, notices, limits.maxDatagrams(), limits.totalOctets() / 4);
        this.overlays = new Overlays(statistics, this);
    }

    void attach(EtherTypes types) {
        overlays.attach(types);
    }

    /** A packet of either version, told by its first four bits. */
    void packet(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        int version = end > from ? octets[from] >> 4 : 0;
        if (version == 4) {
            version4(packet, octets, from, end, wireEnd);
        } else if (version == 6) {
            version6(packet, octets, from, end, wireEnd);
        } else {
            statistics.skip(end > from ? Skip.NOT_IP : Skip.SHORT);
        }
    }

    /**
     * <pre>
     *  0  u4 version, u4 header length in words   2  u16 total length
     *  4  u16 identification                      6  u3 flags (bit 13 more), u13 fragment offset in 8 octets
     *  8  u8 time to live   9  u8 protocol       10  u16 checksum (often not set yet: ignored)
     * 12  u32 source                             16  u32 destination   20  options
     * </pre>
     */
    void version4(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 20) {
            statistics.skip(Skip.SHORT);
            return;
        }
        int header = (octets[from] & 0xF) * 4;
        int total = Octets.u16(octets, from + 2);
        if (octets[from] >> 4 != 4 || header < 20 || (total != 0 && total < header)) {
            statistics.skip(Skip.MALFORMED);
            return;
        }
        int to = total == 0 ? wireEnd : from + total;
        if (to > wireEnd && packet.depth == 0 && !headerValid(octets, from, header, end)) {
            statistics.skip(Skip.MALFORMED);
            return;
        }
        int stop = Math.min(end, to);
        if (stop - from < header) {
            statistics.skip(Skip.SHORT);
            return;
        }
        packet.superPacket |= total == 0;
        packet.ipv6 = false;
        packet.sourceHigh = 0;
        packet.sourceLow = Packet.MAPPED | (Octets.i32(octets, from + 12) & 0xFFFF_FFFFL);
        packet.destinationHigh = 0;
        packet.destinationLow = Packet.MAPPED | (Octets.i32(octets, from + 16) & 0xFFFF_FFFFL);
        packet.identification = Octets.u16(octets, from + 4);
        int protocol = Octets.u8(octets, from + 9);
        int fragment = Octets.u16(octets, from + 6);
        if ((fragment & 0x3FFF) == 0) {
            transport(packet, protocol, octets, from + header, stop, to);
        } else {
            boolean more = (fragment & 0x2000) != 0;
            int offset = (fragment & 0x1FFF) * 8;
            fragment(packet, protocol, packet.identification, offset, more, octets, from + header, stop, to);
        }
    }

    /** A total length beyond the frame is believed (the tail was cut off without saying so) if the checksum is right. */
    private static boolean headerValid(byte[] octets, int from, int header, int end) {
        return end - from >= header && Checksums.fold(Checksums.sum(octets, from, from + header, 0)) == 0xFFFF;
    }

    /**
     * <pre>
     *  0  u4 version, traffic class, flow label
     *  4  u16 payload length   6  u8 next header   7  u8 hop limit
     *  8  source (16)         24  destination (16)
     * </pre>
     */
    void version6(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < IPV6_HEADER) {
            statistics.skip(Skip.SHORT);
            return;
        }
        if (octets[from] >> 4 != 6) {
            statistics.skip(Skip.MALFORMED);
            return;
        }
        int length = Octets.u16(octets, from + 4);
        int next = Octets.u8(octets, from + 6);
        int at = from + IPV6_HEADER;
        int to = at + length;
        if (length == 0) {
            int jumbo = next == HOP_BY_HOP ? jumbo(octets, at, end) : 0;
            to = jumbo > 0 ? at + jumbo : wireEnd;
            packet.superPacket = true;
        }
        packet.ipv6 = true;
        packet.sourceHigh = Octets.i64(octets, from + 8);
        packet.sourceLow = Octets.i64(octets, from + 16);
        packet.destinationHigh = Octets.i64(octets, from + 24);
        packet.destinationLow = Octets.i64(octets, from + 32);
        packet.identification = -1;
        if (next == TCP) {
            tcp.segment(packet, octets, at, Math.min(end, to), to);
        } else {
            extensions(packet, next, octets, at, Math.min(end, to), to);
        }
    }

    /** The jumbo payload length of a hop-by-hop header (option 0xC2 of 4 octets), 0 without. */
    private static int jumbo(byte[] octets, int from, int end) {
        if (end - from < 8) {
            return 0;
        }
        int stop = Math.min(end, from + (Octets.u8(octets, from + 1) + 1) * 8);
        int at = from + 2;
        while (stop - at >= 2) {
            int type = octets[at];
            int length = Octets.u8(octets, at + 1);
            if (type == (byte) 0xC2 && length == 4 && stop - at >= 6) {
                int jumbo = Octets.i32(octets, at + 2);
                return jumbo > 0 && jumbo <= LONGEST_JUMBO ? jumbo : 0;
            }
            // The option that pads by one octet has no length.
            at += type == 0 ? 1 : 2 + length;
        }
        return 0;
    }

    private void extensions(Packet packet, int first, byte[] octets, int from, int end, int to) {
        int next = first;
        int at = from;
        for (int count = 0; count < MOST_EXTENSIONS; count++) {
            boolean extension = next == HOP_BY_HOP || next == ROUTING || next == DESTINATION || next == MOBILITY;
            if (!extension && next != FRAGMENT && next != AUTHENTICATION) {
                transport(packet, next, octets, at, end, to);
                return;
            }
            if (end - at < 8) {
                statistics.skip(Skip.SHORT);
                return;
            }
            if (next == FRAGMENT) {
                int offset = Octets.u16(octets, at + 2);
                if ((offset & 0xFFF9) != 0) {
                    int id = Octets.i32(octets, at + 4);
                    int protocol = Octets.u8(octets, at);
                    fragment(packet, protocol, id, offset & 0xFFF8, (offset & 1) != 0, octets, at + 8, end, to);
                    return;
                }
            }
            int length = Octets.u8(octets, at + 1);
            int here = at;
            at += switch (next) {
                case FRAGMENT -> 8;
                case AUTHENTICATION -> (length + 2) * 4;
                default -> (length + 1) * 8;
            };
            next = Octets.u8(octets, here);
        }
        statistics.skip(Skip.NESTING);
    }

    /** Keeps a fragment; the one that completes its datagram lets it go on its way. */
    private void fragment(
            Packet packet,
            int protocol,
            int identification,
            int offset,
            boolean more,
            byte[] octets,
            int from,
            int end,
            int to) {
        if (end < to || end < from) {
            statistics.skip(Skip.FRAGMENT);
            return;
        }
        byte[] whole = fragments.add(packet, protocol, identification, offset, more, octets, from, end);
        if (whole != null && packet.nest(statistics)) {
            packet.fragmented = true;
            if (packet.ipv6) {
                extensions(packet, protocol, whole, 0, whole.length, whole.length);
            } else {
                transport(packet, protocol, whole, 0, whole.length, whole.length);
            }
        }
    }

    private void transport(Packet packet, int protocol, byte[] octets, int from, int end, int wireEnd) {
        switch (protocol) {
            case TCP -> tcp.segment(packet, octets, from, end, wireEnd);
            case UDP -> overlays.udp(packet, octets, from, end, wireEnd);
            case GRE -> overlays.gre(packet, octets, from, end, wireEnd);
            case IN_IPV4, IN_IPV6 -> {
                if (packet.nest(statistics)) {
                    packet(packet, octets, from, end, wireEnd);
                }
            }
            case AUTHENTICATION -> authenticated(packet, octets, from, end, wireEnd);
            case ESP -> statistics.skip(Skip.ENCRYPTED);
            default -> statistics.skip(Skip.NOT_TCP);
        }
    }

    private void authenticated(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 8) {
            statistics.skip(Skip.SHORT);
        } else if (packet.nest(statistics)) {
            int after = from + (Octets.u8(octets, from + 1) + 2) * 4;
            transport(packet, Octets.u8(octets, from), octets, after, end, wireEnd);
        }
    }
}
