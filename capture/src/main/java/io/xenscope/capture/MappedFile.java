package io.xenscope.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A regular file, looked at through a window on its pages in the memory of the system: nothing is copied, and what is not
 * looked at is not even read. A file that grows is seen as long as it is when a window is opened. For use by one thread.
 *
 * <p>Whoever looks at a window of a file that has become shorter meanwhile, or whose disk fails, gets an
 * {@link InternalError}, at the latest when the next window is asked for; {@link #failure} makes an I/O fault of it.
 */
public final class MappedFile implements AutoCloseable {

    /** Large enough that opening windows costs nothing beside what is done with them. */
    static final int WINDOW = 4 << 20;

    private final FileChannel channel;
    private final String name;
    private final Mapping mapping = Mapping.ofThisPlatform();
    private long offset;

    MappedFile(FileChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * The octets from {@code from} on, at indices from 0 on; none at the end of the file. The window before this one must
     * not be used any more.
     */
    public ByteBuffer window(long from) throws IOException {
        offset = from;
        long left = channel.size() - from;
        mapping.release();
        return left <= 0 ? ByteBuffer.allocate(0) : mapping.map(channel, from, Math.min(left, WINDOW));
    }

    /** Where the window begins. */
    long offset() {
        return offset;
    }

    /** What a failure to look at a window means. */
    public IOException failure(InternalError problem) {
        return new IOException(
                name + ": cannot be read behind offset " + offset + ": the file became shorter, or its disk fails",
                problem);
    }

    /** The window must not be used any more. */
    @Override
    public void close() {
        mapping.release();
    }
}
