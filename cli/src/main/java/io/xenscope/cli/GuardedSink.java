package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on as long as they can be written. When they cannot, a live tap goes on without: the first failure is
 * told, the events that are lost are counted, and now and then it is tried again.
 */
final class GuardedSink implements EventSink {

    private static final long RETRY_NANOS = 1_000_000_000L;

    private final EventOptions.Target target;
    private final LiveCounts counts;
    private final PrintWriter err;
    private boolean failing;
    private long failedAt;

    GuardedSink(EventOptions.Target target, LiveCounts counts, PrintWriter err) {
        this.target = target;
        this.counts = counts;
        this.err = err;
    }

    @Override
    public void accept(Event event) {
        if (failing && System.nanoTime() - failedAt < RETRY_NANOS) {
            counts.eventLost();
            return;
        }
        try {
            target.accept(event);
            counts.eventWritten();
            failing = false;
        } catch (UncheckedIOException e) {
            failed(e.getCause());
            counts.eventLost();
        }
    }

    /** Writes out what was buffered. */
    void flush() {
        if (failing) {
            return;
        }
        try {
            target.flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(@Nullable IOException cause) {
        if (!failing) {
            err.println("xenscope: events cannot be written, forwarding goes on without: "
                    + (cause == null ? "" : cause.getMessage()));
        }
        failing = true;
        failedAt = System.nanoTime();
        counts.sinkFailed();
    }
}
