package io.xenscope.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** An input read by its file channel. */
final class ChannelInput extends OctetInput {

    // The channel keeps a native buffer as large as the largest read: small enough to stay in the cache of a core.
    private static final int READ = 1 << 18;

    private final FileChannel channel;
    private final String name;
    private final long size;
    private long position;
    private byte @Nullable [] wrapped;
    private ByteBuffer wrapper = ByteBuffer.allocate(0);

    ChannelInput(FileChannel channel, String name, long size) {
        this.channel = channel;
        this.name = name;
        this.size = size;
    }

    @Override
    int fill(byte[] b, int off, int len) throws IOException {
        if (wrapped != b) {
            wrapper = ByteBuffer.wrap(b);
            wrapped = b;
        }
        wrapper.limit(off + Math.min(len, READ)).position(off);
        try {
            int count = channel.read(wrapper);
            position += Math.max(count, 0);
            return count;
        } catch (IOException problem) {
            throw new IOException(
                    name + ": cannot be read at offset " + position + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public @Nullable String compression() {
        return null;
    }

    @Override
    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
