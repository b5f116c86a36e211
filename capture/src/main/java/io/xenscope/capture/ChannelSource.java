package io.xenscope.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads a file by its channel, which takes fewer copies than its stream. */
final class ChannelSource implements PlainInput.Source {

    // The channel keeps a native buffer as large as the largest read: small enough to stay in the cache of a core.
    private static final int READ = 1 << 18;

    private final FileChannel channel;
    private byte @Nullable [] wrapped;
    private ByteBuffer wrapper = ByteBuffer.allocate(0);

    ChannelSource(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (wrapped != b) {
            wrapper = ByteBuffer.wrap(b);
            wrapped = b;
        }
        wrapper.limit(off + Math.min(len, READ)).position(off);
        return channel.read(wrapper);
    }
}
