package io.xenscope.cli;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.proxy.tap.LagPolicy;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.proxy.tap.WallClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From forwarded octets to written events, on three threads besides those that forward: the tap's dissects, one writes,
 * and one looks after both, so that what is lost is told even when dissection hangs.
 */
final class LiveTap implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 500;

    private final LiveCounts counts;
    private final InputOptions inputs;
    private final UnaryOperator<ConnectionInput> seen;
    private final Duration progressInterval;
    private final EventOutput events;
    private final Dissector dissector;
    private final Tap tap;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(LiveTap::watcher);
    private final DropEvents drops;
    private final @Nullable LiveRecording recording;
    private final @Nullable LiveReports reports;
    private final @Nullable HostPort metricsAt;
    private @Nullable LiveMetrics metrics;
    private boolean closed;

    LiveTap(LiveOptions options, EventOptions events, InputOptions inputs, LiveCounts counts) throws IOException {
        this(options, events, inputs, counts, UnaryOperator.identity());
    }

    /** @param seen stands between the tap and the dissector of each connection */
    LiveTap(
            LiveOptions options,
            EventOptions events,
            InputOptions inputs,
            LiveCounts counts,
            UnaryOperator<ConnectionInput> seen)
            throws IOException {
        this.counts = counts;
        this.inputs = inputs;
        this.seen = seen;
        this.progressInterval = options.progressInterval();
        this.events = new EventOutput(
                events,
                options.onLag() == LagPolicy.BLOCK ? Manner.FORWARDING_PATIENTLY : Manner.FORWARDING,
                inputs.limits().eventsPerSecond(),
                counts);
        this.drops = new DropEvents(this.events::offer);
        this.metricsAt = options.metrics();
        this.recording = options.record(counts);
        this.reports = options.report(counts);
        this.tap = new Tap(this::inputsFor, options.onLag(), options.tapMemory(), counts);
        LiveReports reporting = reports;
        EventSink watched = counts.watching(this.events);
        EventSink reported = reporting == null
                ? watched
                : event -> {
                    watched.accept(event);
                    reporting.accept(event);
                };
        this.dissector = new Dissector(
                inputs.dissect(reporting == null ? null : reporting.pages(), events.depth())
                        .attentiveWhile(tap::isUnstrained),
                reported,
                counts::other);
    }

    private static Thread watcher(Runnable work) {
        Thread thread = new Thread(work, "watch");
        thread.setDaemon(true);
        return thread;
    }

    Tap tap() {
        return tap;
    }

    /** @throws IOException if metrics cannot be served where they are to be */
    // Its results are of no interest, and its faults are told.
    @SuppressWarnings("FutureReturnValueIgnored")
    void start() throws IOException {
        metrics = LiveMetrics.serve(metricsAt, counts, tap);
        events.start();
        tap.start();
        watch.scheduleWithFixedDelay(this::tellDrops, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        long nanos = progressInterval.toNanos();
        if (nanos > 0) {
            watch.scheduleAtFixedRate(() -> tap.tick(WallClock.now()), nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private List<ConnectionInput> inputsFor(@Nullable Endpoint client, @Nullable Endpoint server, long time) {
        ConnectionInput input = client == null || server == null
                ? dissector.pipe(time, inputs.as())
                : dissector.connection(null, client, server, time, true, inputs.forPorts(client.port(), server.port()));
        ConnectionInput recorded = recording == null ? null : recording.open(client, server, time);
        return recorded == null ? List.of(seen.apply(input)) : List.of(recorded, seen.apply(input));
    }

    private synchronized void tellDrops() {
        long octets = counts.get("drop_octets_overload");
        Map<String, Long> reasons = counts.eventsDropped();
        long lost = reasons.values().stream().mapToLong(Long::longValue).sum();
        reasons.put("overload_octets", octets);
        reasons.put("tap_failures", counts.get("tap_failures"));
        reasons.put("recording_failures", counts.get("recording_failures"));
        drops.tell(reasons, lost, octets);
    }

    /** On SIGHUP opens files of events anew from now on, if there are any. */
    void reopenFilesOnHangup() {
        events.reopenFilesOnHangup();
    }

    /** Ends in order: what waits is shown and written first. */
    void finish() {
        if (!close(PATIENCE)) {
            counts.log().warn("events that were still to come are given up");
        }
    }

    /** Shows what waits, then ends; what takes longer than {@code patience} is given up. */
    boolean close(Duration patience) {
        if (closed) {
            return true;
        }
        closed = true;
        boolean dissected = tap.close(patience);
        watch.shutdownNow();
        if (dissected) {
            // Otherwise the tap's thread may be waiting in the middle of an event, or of a packet.
            if (recording != null) {
                recording.close();
            }
            if (reports != null) {
                reports.close();
            }
            tellDrops();
        }
        boolean written = events.close(patience);
        if (metrics != null) {
            metrics.close();
        }
        return written && dissected;
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
