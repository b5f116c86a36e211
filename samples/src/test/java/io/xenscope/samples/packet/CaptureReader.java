package io.xenscope.samples.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A reader of the captures the tests write, sharing no code with the writer. */
final class CaptureReader {
    final List<Frame> frames = new ArrayList<>();
    final ByteArrayOutputStream fromSender = new ByteArrayOutputStream();
    final ByteArrayOutputStream fromReceiver = new ByteArrayOutputStream();

    /** @param length payload octets */
    record Frame(long nanos, boolean fromSender, int flags, int sequence, int acknowledged, int length) {}

    static CaptureReader read(byte[] capture) {
        CaptureReader reader = new CaptureReader();
        ByteBuffer file = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt(0) == 0x0a0d0d0a) {
            reader.blocks(file);
        } else {
            reader.records(file, file.getInt(0) == 0xa1b23c4d ? 1 : 1000);
        }
        return reader;
    }

    private void records(ByteBuffer file, int nanosPerUnit) {
        int at = 24;
        while (at < file.capacity()) {
            int length = file.getInt(at + 8);
            frame(file.getInt(at) * 1_000_000_000L + (long) file.getInt(at + 4) * nanosPerUnit, file, at + 16, length);
            at += 16 + length;
        }
    }

    private void blocks(ByteBuffer file) {
        int at = 0;
        while (at < file.capacity()) {
            int length = file.getInt(at + 4);
            if (length != file.getInt(at + length - 4)) {
                throw new IllegalStateException("block lengths differ at " + at);
            }
            if (file.getInt(at) == 6) {
                long nanos = (long) file.getInt(at + 12) << 32 | file.getInt(at + 16) & 0xffffffffL;
                frame(nanos, file, at + 28, file.getInt(at + 20));
            }
            at += length;
        }
    }

    private void frame(long nanos, ByteBuffer file, int at, int length) {
        ByteBuffer octets = file.slice(at, length).order(ByteOrder.BIG_ENDIAN);
        boolean ipv6 = octets.getShort(12) == (short) 0x86dd;
        int tcp = 14 + (ipv6 ? 40 : 20);
        int addresses = ipv6 ? 14 + 8 : 14 + 12;
        int segment = ipv6 ? octets.getShort(18) & 0xffff : (octets.getShort(16) & 0xffff) - 20;
        if (tcp + segment != length || (!ipv6 && sum(octets, 14, 20) != 0xffff)) {
            throw new IllegalStateException("damaged IP header at " + at);
        }
        int sum = sum(octets, addresses, tcp - addresses) + sum(octets, tcp, segment) + 6 + segment;
        if ((sum & 0xffff) + (sum >>> 16) != 0xffff) {
            throw new IllegalStateException("wrong TCP checksum at " + at);
        }
        int header = (octets.get(tcp + 12) >> 4 & 0xf) * 4;
        boolean sender = octets.getShort(tcp) != 5555;
        byte[] payload = new byte[segment - header];
        octets.get(tcp + header, payload);
        (sender ? fromSender : fromReceiver).writeBytes(payload);
        frames.add(new Frame(
                nanos, sender, octets.get(tcp + 13), octets.getInt(tcp + 4), octets.getInt(tcp + 8), payload.length));
    }

    private static int sum(ByteBuffer octets, int at, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (octets.get(at + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
