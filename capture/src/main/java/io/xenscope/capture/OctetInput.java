package io.xenscope.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a file or pipe, already decompressed (carriers specification 5): gzip, zstd, xz, LZ4 frames and bzip2 are
 * recognised by their first octets, also inside each other, and decoded while they are read. No temporary file is
 * written and no decoder gets a window above 128 MiB.
 *
 * <p>For use by one thread.
 */
public abstract class OctetInput implements Closeable {

    private static final byte[] NOTHING = new byte[0];

    private byte[] head = NOTHING;
    private int headPosition;
    private @Nullable IOException failure;

    OctetInput() {}

    /**
     * Opens a file, a named pipe or a device.
     *
     * @throws IOException if it cannot be opened or read, or is compressed in a way that is not supported (lzop, LZ4
     *     legacy frames, nesting deeper than 3)
     */
    public static OctetInput open(Path file) throws IOException {
        return open(file, DecompressionLimits.NONE);
    }

    /** The same, ending with a {@link DecompressionLimitException} where too much comes out of a compressed one. */
    public static OctetInput open(Path file, DecompressionLimits limits) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = Files.isRegularFile(file) ? channel.size() : -1;
            MappedFile mapped = size < MappedFile.WINDOW ? null : new MappedFile(channel, file.toString());
            return Compression.unwrap(
                    new PlainInput(new ChannelSource(channel), channel, file.toString(), size, mapped), limits);
        } catch (IOException | RuntimeException | Error problem) {
            channel.close();
            throw problem;
        }
    }

    /**
     * Reads from a stream such as the standard input; closing the result closes the stream.
     *
     * @param name what messages call the input
     * @throws IOException as for {@link #open(Path)}
     */
    public static OctetInput of(InputStream stream, String name) throws IOException {
        return of(stream, name, DecompressionLimits.NONE);
    }

    /** The same, ending with a {@link DecompressionLimitException} where too much comes out of a compressed one. */
    public static OctetInput of(InputStream stream, String name, DecompressionLimits limits) throws IOException {
        return Compression.unwrap(new PlainInput(stream::read, stream, name, -1, null), limits);
    }

    /**
     * Reads at least one octet into {@code b[off .. off + len)}, blocking until there is one.
     *
     * @return the number of octets read, 0 only for {@code len == 0}, −1 at the end of the input
     * @throws IOException naming the file and the offset in it, if the input cannot be read or decompressed any further;
     *     everything before that place has been handed over
     */
    public final int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        int waiting = head.length - headPosition;
        if (waiting > 0) {
            int count = Math.min(waiting, len);
            System.arraycopy(head, headPosition, b, off, count);
            headPosition += count;
            return count;
        }
        return fillUnlessFailed(b, off, len);
    }

    /** What failed once fails for good: decoders that are asked again give octets that are none of the input's. */
    private int fillUnlessFailed(byte[] b, int off, int len) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            return fill(b, off, len);
        } catch (IOException problem) {
            failure = problem;
            throw problem;
        }
    }

    /**
     * The next octets, without taking them.
     *
     * @param n how many are wanted
     * @return up to {@code n} octets; fewer when the input ends, or cannot be read any further, before that
     * @throws IOException if the input cannot be read at all
     */
    public final byte[] peek(int n) throws IOException {
        int waiting = head.length - headPosition;
        if (waiting < n && failure == null) {
            byte[] longer = Arrays.copyOfRange(head, headPosition, headPosition + n);
            int count = waiting;
            try {
                int got;
                while (count < n && (got = fillUnlessFailed(longer, count, n - count)) > 0) {
                    count += got;
                }
            } catch (IOException problem) {
                // Comes up again behind what could be read.
            }
            head = Arrays.copyOf(longer, count);
            headPosition = 0;
            waiting = count;
        }
        if (waiting == 0 && failure != null) {
            throw failure;
        }
        return Arrays.copyOfRange(head, headPosition, headPosition + Math.min(n, waiting));
    }

    /**
     * The file, to be looked at without reading it; null for what is no large regular file, or compressed. Whoever uses it
     * begins at offset 0, and no longer reads from this input.
     */
    public @Nullable MappedFile mapped() {
        return null;
    }

    /** Octets taken from the underlying file so far, before decompression: for a progress bar. */
    public abstract long position();

    /** Octets of the underlying file, before decompression; −1 if not known (a pipe). */
    public abstract long size();

    /** What the input is compressed with, for instance "xz"; "gzip+xz" is xz data inside gzip. Null if it is not. */
    public abstract @Nullable String compression();

    /** What messages call the input. */
    abstract String name();

    /** As {@link #read}, without regard to octets that were looked at before. */
    abstract int fill(byte[] b, int off, int len) throws IOException;
}
