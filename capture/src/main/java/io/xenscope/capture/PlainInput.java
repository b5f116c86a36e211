package io.xenscope.capture;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Octets as they are in a file or come out of a pipe. */
final class PlainInput extends OctetInput {

    /** What octets are read from; the result is as that of {@link java.io.InputStream#read(byte[], int, int)}. */
    @FunctionalInterface
    interface Source {
        int read(byte[] b, int off, int len) throws IOException;
    }

    private final Source source;
    private final Closeable opened;
    private final String name;
    private final long size;
    private final @Nullable MappedFile mapped;
    private long position;

    /**
     * @param opened is closed with this input
     * @param size −1 if not known
     * @param mapped the same octets in memory; null if they cannot be had so
     */
    PlainInput(Source source, Closeable opened, String name, long size, @Nullable MappedFile mapped) {
        this.source = source;
        this.opened = opened;
        this.name = name;
        this.size = size;
        this.mapped = mapped;
    }

    @Override
    int fill(byte[] b, int off, int len) throws IOException {
        try {
            int count = source.read(b, off, len);
            position += Math.max(count, 0);
            return count;
        } catch (IOException problem) {
            throw new IOException(
                    name + ": cannot be read at offset " + position + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public @Nullable MappedFile mapped() {
        return mapped;
    }

    @Override
    public long position() {
        return mapped == null ? position : Math.max(position, mapped.offset());
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
        if (mapped != null) {
            mapped.close();
        }
        opened.close();
    }
}
