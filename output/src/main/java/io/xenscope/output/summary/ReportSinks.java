package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import java.io.IOException;

/** Hands reports to two that want them. */
public record ReportSinks(ReportSink one, ReportSink other) implements ReportSink {

    @Override
    public void report(Report report) {
        one.report(report);
        other.report(report);
    }

    @Override
    public void flush() throws IOException {
        one.flush();
        other.flush();
    }

    /** Closes both, the second one as well when the first fails. */
    @Override
    public void close() throws IOException {
        try {
            one.close();
        } finally {
            other.close();
        }
    }
}
