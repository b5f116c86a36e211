package io.xenscope.capture;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An input of unknown length, such as the standard input. */
final class PipeInput extends OctetInput {

    private final InputStream stream;
    private final String name;
    private long position;

    PipeInput(InputStream stream, String name) {
        this.stream = stream;
        this.name = name;
    }

    @Override
    int fill(byte[] b, int off, int len) throws IOException {
        try {
            int count = stream.read(b, off, len);
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
        return -1;
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
        stream.close();
    }
}
