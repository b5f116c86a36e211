package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes reports: each as soon as its migration is over, or, to compare them, all side by side when it is closed. Not
 * for use by several threads at once.
 */
public final class SummaryText implements EventSink, Closeable, Flushable {

    /** Migrations that are compared; further ones are counted. */
    private static final int MOST_COMPARED = 64;

    private final OutputStream out;
    private final boolean comparing;
    private final List<Report> compared = new ArrayList<>();
    private boolean begun;
    private long leftOut;

    /** Writes to the stream, which is closed with it. */
    public SummaryText(OutputStream out, boolean comparing) {
        this.out = out;
        this.comparing = comparing;
    }

    /**
     * Takes the report of a migration.
     *
     * @throws UncheckedIOException when the stream fails, such as a pipe whose reader has gone
     */
    public void report(Report report) {
        if (!comparing) {
            write((begun ? "\n" : "") + ReportText.of(report));
            begun = true;
        } else if (compared.size() < MOST_COMPARED) {
            compared.add(report);
        } else {
            leftOut++;
        }
    }

    /** Events are for the analyses. */
    @Override
    public void accept(Event event) {}

    private void write(String text) {
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

    /** Writes the comparison, if there is one, and closes the stream. */
    @Override
    public void close() throws IOException {
        try (OutputStream closing = out) {
            if (!compared.isEmpty()) {
                write(ComparisonText.of(compared));
            }
            if (leftOut > 0) {
                write("\n" + leftOut + " more migrations are not shown\n");
            }
            closing.flush();
        }
    }
}
