package io.xenscope.samples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Buffers in memory the kernel can read directly, which spares a copy per octet. */
final class ChannelOutput extends OutputStream {
    private static final int CAPACITY = 1 << 18;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

    private ChannelOutput(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Opens a file for writing, or standard output for {@code -}. */
    @SuppressWarnings("resource")
    static ChannelOutput open(String name) throws IOException {
        FileOutputStream out = name.equals("-") ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(name);
        return new ChannelOutput(out.getChannel());
    }

    @Override
    public void write(int octet) throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
        buffer.put((byte) octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int taken = 0;
        while (taken < length) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int count = Math.min(buffer.remaining(), length - taken);
            buffer.put(octets, offset + taken, count);
            taken += count;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
