package io.xenscope.cli;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.proxy.tap.LagPolicy;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.proxy.tap.WallClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    private static final long LOOK_MILLIS = 500;

    private final LiveCounts counts;
    private final InputOptions inputs;
    private final UnaryOperator<ConnectionInput> seen;
    private final Duration progressInterval;
    private final LiveEvents events;
    private final Dissector dissector;
    private final Tap tap;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(LiveTap::watcher);
    private Map<String, Long> told = Map.of();
    private long sequence;
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
        this.events = new LiveEvents(events, counts, options.onLag() == LagPolicy.BLOCK);
        this.tap = new Tap(this::inputsFor, options.onLag(), options.tapMemory(), counts);
        this.dissector = new Dissector(
                inputs.dissect(null, events.depth()).attentiveWhile(tap::isUnstrained), counts.watching(this.events));
    }

    private static Thread watcher(Runnable work) {
        Thread thread = new Thread(work, "watch");
        thread.setDaemon(true);
        return thread;
    }

    Tap tap() {
        return tap;
    }

    // Its results are of no interest, and its faults are told.
    @SuppressWarnings("FutureReturnValueIgnored")
    void start() {
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
        return List.of(seen.apply(input));
    }

    /** An event says so whenever more was lost since the last one. */
    private synchronized void tellDrops() {
        Map<String, Long> now = new TreeMap<>();
        now.put("overload_octets", counts.get("drop_octets_overload"));
        now.put("sink_events", counts.get("drop_events_sink"));
        now.put("tap_failures", counts.get("tap_failures"));
        now.values().removeIf(count -> count == 0);
        if (now.equals(told)) {
            return;
        }
        long nanos = WallClock.now();
        long lost = now.getOrDefault("sink_events", 0L);
        long octets = now.getOrDefault("overload_octets", 0L);
        Event event = new Event(
                new Origin("0".repeat(32), null, null, null),
                String.format("%032x", nanos),
                sequence,
                nanos,
                null,
                "Given up so far: " + octets + " tapped octets, " + lost + " events",
                new PipelineDrop(lost, octets, now));
        // When this event is lost, too, it is tried again with the next look.
        if (events.offer(event)) {
            sequence++;
            told = now;
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
            // Otherwise the tap's thread may be waiting in the middle of an event.
            tellDrops();
        }
        return events.close(patience) && dissected;
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
