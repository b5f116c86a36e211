package io.xenscope.output;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text for people on its way out, in UTF-8. Not for use by several threads at once. */
public final class TextStream implements Closeable, Flushable {

    private final OutputStream out;

    /** Writes to the stream, which is closed with it. */
    public TextStream(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes text as it is.
     *
     * @throws UncheckedIOException when the stream fails, such as a pipe whose reader has gone
     */
    public void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Closes the stream, whether or not what was written before can be flushed. */
    @Override
    public void close() throws IOException {
        try (OutputStream closing = out) {
            closing.flush();
        }
    }
}
