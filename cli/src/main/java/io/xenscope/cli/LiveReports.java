package io.xenscope.cli;

import io.xenscope.capture.Lz4Pages;
import io.xenscope.dissect.analysis.Analysis;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.output.summary.SummaryText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reports of the migrations a live tap sees, in a file. When one cannot be made or written, that is told once, and all else
 * goes on without.
 */
final class LiveReports implements EventSink, AutoCloseable {

    private final LiveCounts counts;
    private final SummaryText text;
    private final Analysis analysis = new Analysis(new Lz4Pages(), null, this::write);
    private boolean failed;

    /** @param file what is in it is kept */
    LiveReports(Path file, LiveCounts counts) throws IOException {
        this.counts = counts;
        this.text = new SummaryText(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), false);
    }

    /** To be handed the pages. */
    MemoryListener pages() {
        return analysis.pages();
    }

    @Override
    public void accept(Event event) {
        if (!failed) {
            try {
                analysis.accept(event);
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void write(Report report) {
        try {
            text.report(report);
            text.flush();
        } catch (UncheckedIOException | IOException e) {
            failed(e);
        }
    }

    private void failed(Exception cause) {
        failed = true;
        counts.log().error("reports cannot be written and end here, all else goes on: " + cause.getMessage());
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (UncheckedIOException | IOException e) {
            if (!failed) {
                failed(e);
            }
        }
    }
}
