package io.xenscope.samples.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes Ethernet, IP and TCP headers in front of a payload that is already in place. */
final class FrameHeaders {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int ETHERNET = 14;
    private static final int TCP = 6;
    /** Two octets of padding, then the head of a time stamp option. */
    private static final int TIME_STAMP = 0x0101080a;
    /** Selective acknowledgement permitted, then the head of a time stamp option. */
    private static final int SACK_AND_TIME_STAMP = 0x0402080a;

    private static final int WINDOW_SCALE = 7;

    private final TcpOptions options;

    FrameHeaders(TcpOptions options) {
        this.options = options;
    }

    /** Octets of all headers of a segment; those of a SYN are 8 octets longer. */
    int octets(int flags) {
        return ETHERNET + ipOctets() + tcpOctets(flags);
    }

    /**
     * Writes the headers of one segment.
     *
     * @param at first octet of the frame in {@code frame}
     * @param payload octets behind the headers
     * @param millis TCP time stamp
     */
    void put(byte[] frame, int at, TcpSide from, TcpSide to, int flags, int payload, int millis) {
        System.arraycopy(to.mac(), 0, frame, at, 6);
        System.arraycopy(from.mac(), 0, frame, at + 6, 6);
        SHORTS.set(frame, at + 12, (short) (options.ipv6() ? 0x86dd : 0x0800));
        int segment = tcpOctets(flags) + payload;
        putIp(frame, at + ETHERNET, from, to, segment);
        putTcp(frame, at + ETHERNET + ipOctets(), from, to, flags, segment, millis);
    }

    private int ipOctets() {
        return options.ipv6() ? 40 : 20;
    }

    private static int tcpOctets(int flags) {
        return (flags & SYN) != 0 ? 40 : 32;
    }

    private void putIp(byte[] frame, int at, TcpSide from, TcpSide to, int segment) {
        if (options.ipv6()) {
            INTS.set(frame, at, 6 << 28);
            INTS.set(frame, at + 4, segment << 16 | TCP << 8 | 64);
            System.arraycopy(from.address(), 0, frame, at + 8, 16);
            System.arraycopy(to.address(), 0, frame, at + 24, 16);
            return;
        }
        INTS.set(frame, at, 0x45000000 | (20 + segment));
        INTS.set(frame, at + 4, from.nextPacketId() << 16 | 0x4000);
        INTS.set(frame, at + 8, 64 << 24 | TCP << 16);
        System.arraycopy(from.address(), 0, frame, at + 12, 4);
        System.arraycopy(to.address(), 0, frame, at + 16, 4);
        if (options.checksums()) {
            int sum = InternetChecksum.sum(frame, at, 20);
            SHORTS.set(frame, at + 10, (short) InternetChecksum.finish(sum));
        }
    }

    private void putTcp(byte[] frame, int at, TcpSide from, TcpSide to, int flags, int segment, int millis) {
        boolean syn = (flags & SYN) != 0;
        int acknowledged = (flags & ACK) != 0 ? to.sequence() : 0;
        // Real stacks announce an unscaled window in a SYN and fill 16 bits with a scaled one later.
        int window = syn ? 64_240 : 0xffff;
        INTS.set(frame, at, from.port() << 16 | to.port());
        INTS.set(frame, at + 4, from.sequence());
        INTS.set(frame, at + 8, acknowledged);
        INTS.set(frame, at + 12, (tcpOctets(flags) / 4) << 28 | flags << 16 | window);
        INTS.set(frame, at + 16, 0);
        int option = at + 20;
        if (syn) {
            INTS.set(frame, option, 0x0204 << 16 | (options.ipv6() ? 1440 : 1460));
            INTS.set(frame, option + 4, 0x01030300 | WINDOW_SCALE);
            option += 8;
        }
        INTS.set(frame, option, syn ? SACK_AND_TIME_STAMP : TIME_STAMP);
        INTS.set(frame, option + 4, millis);
        INTS.set(frame, option + 8, (flags & ACK) != 0 ? millis : 0);
        if (options.checksums()) {
            long sums = InternetChecksum.sum(frame, at, segment);
            sums += InternetChecksum.sum(from.address(), 0, from.address().length);
            sums += InternetChecksum.sum(to.address(), 0, to.address().length);
            sums += TCP + segment;
            SHORTS.set(frame, at + 16, (short) InternetChecksum.finish(sums));
        }
    }
}
