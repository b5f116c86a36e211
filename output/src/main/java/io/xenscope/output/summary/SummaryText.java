package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes reports: each as soon as its migration is over, or, to compare them, all side by side when it is closed.
 */
public final class SummaryText implements ReportSink {

    /** Migrations that are compared; further ones are counted. */
    static final int MOST_COMPARED = 64;

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

    @Override
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
