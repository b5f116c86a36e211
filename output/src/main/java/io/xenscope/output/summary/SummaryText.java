package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import io.xenscope.output.TextStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes reports: each as soon as its migration is over, or, to compare them, all side by side when it is closed.
 */
public final class SummaryText implements ReportSink {

    /** Migrations that are compared; further ones are counted. */
    static final int MOST_COMPARED = 64;

    private final TextStream out;
    private final boolean comparing;
    private final List<Report> compared = new ArrayList<>();
    private boolean begun;
    private long leftOut;

    /** Writes to the stream, which is closed with it. */
    public SummaryText(OutputStream out, boolean comparing) {
        this.out = new TextStream(out);
        this.comparing = comparing;
    }

    @Override
    public void report(Report report) {
        if (!comparing) {
            out.write((begun ? "\n" : "") + ReportText.of(report));
            begun = true;
        } else if (compared.size() < MOST_COMPARED) {
            compared.add(report);
        } else {
            leftOut++;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Writes the comparison, if there is one, and closes the stream. */
    @Override
    public void close() throws IOException {
        try (out) {
            if (!compared.isEmpty()) {
                out.write(ComparisonText.of(compared));
            }
            if (leftOut > 0) {
                out.write("\n" + leftOut + " more migrations are not shown\n");
            }
        }
    }
}
