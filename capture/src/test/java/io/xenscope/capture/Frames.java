package io.xenscope.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds packets octet by octet. */
final class Frames {

    static final byte[] CLIENT = {10, 0, 0, 1};
    static final byte[] SERVER = {10, 0, 0, 2};
    static final byte[] CLIENT6 = {0x20, 1, 0xD, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    static final byte[] SERVER6 = {0x20, 1, 0xD, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private Frames() {}

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }

    static byte[] u16(int value) {
        return octets(value >> 8, value);
    }

    static byte[] u32(int value, boolean bigEndian) {
        return ByteBuffer.allocate(4)
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] u16(int value, boolean bigEndian) {
        return ByteBuffer.allocate(2)
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putShort((short) value)
                .array();
    }

    static byte[] ethernet(int type, byte[] payload) {
        return concat(octets(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1), u16(type), payload);
    }

    static byte[] tag(int id, int type, byte[] payload) {
        return concat(u16(id), u16(type), payload);
    }

    static byte[] tcp(int from, int to, int seq, int ack, int flags, byte[] options, byte[] payload) {
        byte[] padded = new byte[options.length + 3 & ~3];
        System.arraycopy(options, 0, padded, 0, options.length);
        ByteBuffer header = ByteBuffer.allocate(20);
        header.putShort((short) from).putShort((short) to).putInt(seq).putInt(ack);
        header.putShort((short) ((5 + padded.length / 4) << 12 | flags));
        header.putShort((short) 0xFFFF);
        return concat(header.array(), padded, payload);
    }

    /** Fills in the TCP checksum. */
    static byte[] checked(byte[] source, byte[] destination, byte[] tcp) {
        byte[] result = tcp.clone();
        byte[] pseudo = concat(source, destination, octets(0, 6), u16(tcp.length));
        long sum = 0;
        for (byte[] part : new byte[][] {pseudo, result}) {
            for (int i = 0; i < part.length; i++) {
                sum += (i & 1) == 0 ? (part[i] & 0xFFL) << 8 : part[i] & 0xFFL;
            }
        }
        while (sum >> 16 != 0) {
            sum = (sum >> 16) + (sum & 0xFFFF);
        }
        result[16] = (byte) (~sum >> 8);
        result[17] = (byte) ~sum;
        return result;
    }

    static byte[] ipv4(byte[] source, byte[] destination, int protocol, int id, byte[] payload) {
        return ipv4(source, destination, protocol, id, 0, 20 + payload.length, payload);
    }

    static byte[] ipv4(
            byte[] source, byte[] destination, int protocol, int id, int fragment, int total, byte[] payload) {
        return concat(
                octets(0x45, 0),
                u16(total),
                u16(id),
                u16(fragment),
                octets(64, protocol, 0, 0),
                source,
                destination,
                payload);
    }

    static byte[] ipv6(byte[] source, byte[] destination, int next, int length, byte[] payload) {
        return concat(octets(0x60, 0, 0, 0), u16(length), octets(next, 64), source, destination, payload);
    }

    static byte[] ipv6(byte[] source, byte[] destination, int next, byte[] payload) {
        return ipv6(source, destination, next, payload.length, payload);
    }

    static byte[] udp(int to, byte[] payload) {
        return concat(u16(40000), u16(to), u16(8 + payload.length), u16(0), payload);
    }
}
