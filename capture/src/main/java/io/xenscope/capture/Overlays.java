package io.xenscope.capture;

import org.jspecify.annotations.Nullable;

/** Networks carried inside UDP and GRE (carriers specification 8.3). */
final class Overlays {

    private static final int VXLAN = 4789;
    private static final int VXLAN_OLD_LINUX = 8472;
    private static final int GENEVE = 6081;

    private static final int BRIDGED_ETHERNET = 0x6558;
    private static final int ERSPAN = 0x88BE;
    private static final int ERSPAN_III = 0x22EB;

    private static final int GRE_CHECKSUM = 0x8000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int GRE_VERSION = 0x0007;

    private final Statistics statistics;
    private final IpLayer ip;
    private @Nullable EtherTypes types;

    Overlays(Statistics statistics, IpLayer ip) {
        this.statistics = statistics;
        this.ip = ip;
    }

    void attach(EtherTypes etherTypes) {
        types = etherTypes;
    }

    /**
     * <pre>
     * UDP  0  u16 source   2  u16 destination   4  u16 length   6  u16 checksum
     * </pre>
     */
    void udp(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 16) {
            statistics.skip(end < wireEnd ? Skip.SHORT : Skip.NOT_TCP);
            return;
        }
        switch (Octets.u16(octets, from + 2)) {
            case VXLAN, VXLAN_OLD_LINUX -> vxlan(packet, octets, from + 8, end, wireEnd);
            case GENEVE -> geneve(packet, octets, from + 8, end, wireEnd);
            default -> statistics.skip(Skip.NOT_TCP);
        }
    }

    /**
     * <pre>
     * 0  u8 flags (0x08 network present)   1  reserved (3)   4  u24 network   7  reserved   8  Ethernet frame
     * </pre>
     */
    private void vxlan(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if ((octets[from] & 0x08) == 0) {
            statistics.skip(Skip.NOT_TCP);
        } else if (packet.nest(statistics)) {
            packet.enterOverlay(Octets.i32(octets, from + 4) >>> 8);
            inner(packet, BRIDGED_ETHERNET, octets, from + 8, end, wireEnd);
        }
    }

    /**
     * <pre>
     * 0  u2 version, u6 length of options in words   1  flags   2  u16 protocol   4  u24 network   7  reserved
     * 8  options, then the packet
     * </pre>
     */
    private void geneve(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if ((octets[from] & 0xC0) != 0) {
            statistics.skip(Skip.NOT_TCP);
        } else if (packet.nest(statistics)) {
            packet.enterOverlay(Octets.i32(octets, from + 4) >>> 8);
            int at = from + 8 + (octets[from] & 0x3F) * 4;
            inner(packet, Octets.u16(octets, from + 2), octets, at, end, wireEnd);
        }
    }

    /**
     * <pre>
     * 0  u16 flags, low 3 bits version (0)   2  u16 protocol
     * 4  4 octets for each of checksum, key and sequence number, where the flags have it
     * </pre>
     *
     * ERSPAN puts a header of its own before the mirrored frame: type II 8 octets (type I, without sequence number,
     * none), type III 12 octets and 8 more if the last bit of the header is set.
     */
    void gre(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < 4) {
            statistics.skip(Skip.SHORT);
            return;
        }
        int flags = Octets.u16(octets, from);
        int protocol = Octets.u16(octets, from + 2);
        if ((flags & GRE_VERSION) != 0) {
            statistics.skip(Skip.NOT_TCP);
            return;
        }
        if (!packet.nest(statistics)) {
            return;
        }
        int options = flags & (GRE_CHECKSUM | GRE_KEY | GRE_SEQUENCE);
        int at = from + 4 + 4 * Integer.bitCount(options);
        if (protocol == ERSPAN) {
            at += (flags & GRE_SEQUENCE) != 0 ? 8 : 0;
            protocol = BRIDGED_ETHERNET;
        } else if (protocol == ERSPAN_III) {
            at += 12;
            at += at <= end && (octets[at - 1] & 1) != 0 ? 8 : 0;
            protocol = BRIDGED_ETHERNET;
        }
        inner(packet, protocol, octets, at, end, wireEnd);
    }

    private void inner(Packet packet, int protocol, byte[] octets, int at, int end, int wireEnd) {
        if (at >= end) {
            statistics.skip(Skip.SHORT);
        } else if (protocol == BRIDGED_ETHERNET && types != null) {
            types.ethernet(packet, octets, at, end, wireEnd);
        } else if (protocol == EtherTypes.IPV4 || protocol == EtherTypes.IPV6) {
            ip.packet(packet, octets, at, end, wireEnd);
        } else {
            statistics.skip(Skip.NOT_TCP);
        }
    }
}
