package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Events of live traffic on their way out. They are made into lines at once and written by an {@link EventWriter}; what
 * it has no room for is given up whole and counted, unless nothing may be given up.
 */
final class LiveEvents implements EventSink {

    /** Octets of lines that may wait to be written. */
    private static final long MOST_WAITING = 16 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
    private final EventOptions.Target encoder;
    private final EventWriter writer;
    private final LiveCounts counts;
    private final boolean patient;

    /**
     * @param patient wait for room instead of giving events up
     * @throws IOException if the target cannot be opened
     */
    LiveEvents(EventOptions options, LiveCounts counts, boolean patient) throws IOException {
        this.counts = counts;
        this.patient = patient;
        this.encoder = options.openLive(line);
        this.writer = new EventWriter(options.liveTarget(), MOST_WAITING, counts);
    }

    void start() {
        writer.start();
    }

    @Override
    public void accept(Event event) {
        if (!offer(event)) {
            counts.events(0, 1);
        }
    }

    /** False when there is no room for the event. Calls come from several threads. */
    synchronized boolean offer(Event event) {
        line.reset();
        try {
            encoder.accept(event);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        if (line.size() == 0) {
            // A filter does not want it.
            return true;
        }
        try {
            return writer.offer(line.toByteArray(), patient);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Writes what waits; what takes longer than {@code patience} is given up and counted. */
    boolean close(Duration patience) {
        return writer.close(patience);
    }
}
