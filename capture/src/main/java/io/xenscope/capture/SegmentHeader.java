package io.xenscope.capture;

import io.xenscope.dissect.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The IP and TCP headers of one direction of a connection, checksums included.
 *
 * <pre>
 * IPv4    0 45 00  total length  identification  40 00  40 06  checksum  from[4]  to[4]
 * IPv6    0 60 00 00 00  payload length  06 40  from[16]  to[16]
 * TCP    +0 u16 from port  u16 to port  u32 sequence  u32 acknowledgment
 *       +12 u8 length / 4 in the upper bits  u8 flags  u16 window  u16 checksum  u16 0
 *       +20 SYN only: 03 03 0e 01 (window scale 14)
 * </pre>
 */
final class SegmentHeader {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TCP = 20;
    private static final int SCALE = 0x0303_0E01;

    private final ByteBuffer header;
    private final boolean ipv6;
    private final int tcp;
    private final int fromPort;
    private final int toPort;
    private final long addresses;
    private int identification;

    SegmentHeader(Endpoint from, Endpoint to) {
        ipv6 = !(from.address() instanceof Inet4Address && to.address() instanceof Inet4Address);
        tcp = ipv6 ? IPV6 : IPV4;
        fromPort = from.port();
        toPort = to.port();
        header = ByteBuffer.allocate(tcp + TCP + 4);
        byte[] both = new byte[ipv6 ? 32 : 8];
        System.arraycopy(address(from.address()), 0, both, 0, both.length / 2);
        System.arraycopy(address(to.address()), 0, both, both.length / 2, both.length / 2);
        addresses = Checksums.sum(both, 0, both.length, 0);
        if (ipv6) {
            header.put(0, (byte) 0x60).put(6, (byte) 6).put(7, (byte) 64);
        } else {
            header.put(0, (byte) 0x45)
                    .putShort(6, (short) 0x4000)
                    .put(8, (byte) 64)
                    .put(9, (byte) 6);
        }
        header.put(tcp - both.length, both);
    }

    private byte[] address(InetAddress address) {
        byte[] octets = address.getAddress();
        if (!ipv6 || octets.length == 16) {
            return octets;
        }
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(octets, 0, mapped, 12, 4);
        return mapped;
    }

    byte[] octets() {
        return header.array();
    }

    /** Fills in a segment that carries {@code octets[from .. from + count)}; returns the length of the headers. */
    int set(long sequence, long acknowledgment, int flags, byte[] octets, int from, int count) {
        int tcpLength = (flags & SYN) == 0 ? TCP : TCP + 4;
        header.putShort(tcp, (short) fromPort).putShort(tcp + 2, (short) toPort);
        header.putInt(tcp + 4, (int) sequence).putInt(tcp + 8, (flags & ACK) == 0 ? 0 : (int) acknowledgment);
        header.put(tcp + 12, (byte) (tcpLength << 2)).put(tcp + 13, (byte) flags);
        header.putShort(tcp + 14, (short) 0xFFFF).putInt(tcp + 16, 0);
        header.putInt(tcp + TCP, SCALE);
        long sum = addresses + 6 + tcpLength + count;
        sum = Checksums.sum(header.array(), tcp, tcp + tcpLength, sum);
        sum = Checksums.sum(octets, from, from + count, sum);
        header.putShort(tcp + 16, (short) ~Checksums.fold(sum));
        if (ipv6) {
            header.putShort(4, (short) (tcpLength + count));
        } else {
            header.putShort(2, (short) (IPV4 + tcpLength + count)).putShort(4, (short) identification++);
            header.putShort(10, (short) 0);
            header.putShort(10, (short) ~Checksums.fold(Checksums.sum(header.array(), 0, IPV4, 0)));
        }
        return tcp + tcpLength;
    }
}
