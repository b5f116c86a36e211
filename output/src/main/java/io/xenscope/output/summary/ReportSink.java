package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import java.io.Closeable;
import java.io.Flushable;

/** Takes the report of each migration. Events are for the analyses. Not for use by several threads at once. */
public interface ReportSink extends EventSink, Closeable, Flushable {

    /**
     * Takes the report of a migration.
     *
     * @throws java.io.UncheckedIOException when it cannot be written, as to a pipe whose reader has gone
     */
    void report(Report report);

    @Override
    default void accept(Event event) {}
}
