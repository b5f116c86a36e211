package io.xenscope.output;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes every event as one line of JSON in UTF-8. Lines are buffered until {@link #flush} or {@link #close}. Not for
 * use by several threads at once.
 */
public final class NdjsonSink implements EventSink, Closeable, Flushable {
    private final OutputStream out;
    private final LineEncoder encoder;

    /** Writes to the stream, which is closed with the sink. */
    public NdjsonSink(OutputStream out, OutputOptions options) {
        this(out, options, new EventWriter(options));
    }

    private NdjsonSink(OutputStream out, OutputOptions options, Envelope envelope) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.encoder = new LineEncoder(options, envelope);
    }

    /** The same for what reads events of Suricata: its common members around what is ours. */
    public static NdjsonSink eve(OutputStream out, OutputOptions options) {
        return new NdjsonSink(out, options, new EveWriter(options));
    }

    /**
     * Writes one event.
     *
     * @throws UncheckedIOException when the stream fails, such as a pipe whose reader has gone
     */
    @Override
    public void accept(Event event) {
        LineBuffer line = encoder.encode(event);
        try {
            out.write(line.octets(), 0, (int) line.length());
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
