package io.xenscope.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes pcapng (carriers specification 8.2): little endian, times in nanoseconds. Every file begins a section of its
 * own and describes all interfaces. Not for several threads.
 */
public final class PcapngWriter implements Closeable {

    private static final int SECTION = 0x0A0D_0D0A;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int NANOSECONDS = 9;

    /** Type, length, interface, time (2), captured, length on the wire. */
    private static final int PACKET_HEAD = 28;

    private final RecordingFiles files;
    private final String application;
    private final List<byte[]> interfaces = new ArrayList<>();
    private final ByteBuffer head = ByteBuffer.allocate(PACKET_HEAD).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private OutputStream out;
    private long written;

    /**
     * Begins the first file.
     *
     * @param application who writes, for the section header
     */
    public PcapngWriter(RecordingFiles files, String application) throws IOException {
        this.files = files;
        this.application = application;
        this.out = files.next();
        section();
    }

    private void section() throws IOException {
        written = 0;
        ByteBuffer body = little(256 + application.length());
        body.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        text(body, 4, application);
        body.putInt(0);
        block(SECTION, body);
        for (byte[] one : interfaces) {
            write(one, 0, one.length);
        }
    }

    /**
     * Describes an interface; returns its number.
     *
     * @param linkType of carriers specification 8.3
     * @param snapLength octets of a packet that are kept at most
     */
    int describe(int linkType, int snapLength, String name) throws IOException {
        ByteBuffer body = little(64 + name.length() * 4);
        body.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        text(body, 2, name);
        body.putShort((short) 9).putShort((short) 1).put((byte) NANOSECONDS).put(new byte[3]);
        body.putInt(0);
        byte[] block = framed(INTERFACE, body);
        interfaces.add(block);
        write(block, 0, block.length);
        return interfaces.size() - 1;
    }

    /**
     * Writes a packet: {@code first} and behind it {@code octets[from .. to)}, of {@code length} octets on the wire.
     *
     * @param time nanoseconds since 1970
     */
    void packet(int source, long time, byte[] first, int firstLength, byte[] octets, int from, int to, long length)
            throws IOException {
        if (files.isFull(written)) {
            out.close();
            out = files.next();
            section();
        }
        int captured = firstLength + to - from;
        int padding = -captured & 3;
        int total = PACKET_HEAD + captured + padding + 4;
        head.clear();
        head.putInt(PACKET).putInt(total).putInt(source);
        head.putInt((int) (time >>> 32)).putInt((int) time).putInt(captured).putInt((int) length);
        write(head.array(), 0, PACKET_HEAD);
        write(first, 0, firstLength);
        write(octets, from, to - from);
        tail.clear();
        tail.put(new byte[padding]).putInt(total);
        write(tail.array(), 0, padding + 4);
    }

    /** Says what an interface has lost so far. */
    void statistics(int source, long time, CaptureDrops drops) throws IOException {
        ByteBuffer body = little(64);
        body.putInt(source).putInt((int) (time >>> 32)).putInt((int) time);
        number(body, 4, drops.received());
        number(body, 5, drops.byInterface());
        number(body, 7, drops.bySystem());
        body.putInt(0);
        block(STATISTICS, body);
    }

    /** Hands everything to the file system. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static void number(ByteBuffer body, int option, long value) {
        body.putShort((short) option).putShort((short) 8).putLong(value);
    }

    private static void text(ByteBuffer body, int option, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        body.putShort((short) option).putShort((short) octets.length).put(octets);
        body.put(new byte[-octets.length & 3]);
    }

    private static ByteBuffer little(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void block(int type, ByteBuffer body) throws IOException {
        byte[] block = framed(type, body);
        write(block, 0, block.length);
    }

    private static byte[] framed(int type, ByteBuffer body) {
        body.flip();
        byte[] block = new byte[12 + body.remaining()];
        ByteBuffer.wrap(block)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(block.length)
                .put(body)
                .putInt(block.length);
        return block;
    }

    private void write(byte[] octets, int from, int count) throws IOException {
        out.write(octets, from, count);
        written += count;
    }
}
