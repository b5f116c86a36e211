package io.xenscope.cli;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.proxy.tap.WallClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From forwarded octets to written events. All but {@link #tap} and the counts lives on the tap's thread. */
final class LiveTap implements AutoCloseable {

    private final LiveCounts counts;
    private final InputOptions inputs;
    private final EventOptions.Target target;
    private final GuardedSink sink;
    private final Dissector dissector;
    private final Tap tap;
    private Map<String, Long> told = Map.of();
    private long sequence;

    LiveTap(
            LiveOptions options,
            EventOptions events,
            InputOptions inputs,
            LiveCounts counts,
            OutputStream stdout,
            PrintWriter err)
            throws IOException {
        this.counts = counts;
        this.inputs = inputs;
        this.target = events.openLive(stdout);
        this.sink = new GuardedSink(target, counts, err);
        EventSink watching = counts.watching(sink);
        this.tap = new Tap(this::inputsFor, options.onLag(), options.tapMemory(), counts, this::idle);
        this.dissector = new Dissector(
                inputs.dissect(null, events.depth()).attentiveWhile(tap::isUnstrained), watching, counts::other);
    }

    Tap tap() {
        return tap;
    }

    private List<ConnectionInput> inputsFor(@Nullable Endpoint client, @Nullable Endpoint server, long time) {
        List<ConnectionInput> all = new ArrayList<>();
        all.add(
                client == null || server == null
                        ? dissector.pipe(time, inputs.as())
                        : dissector.connection(
                                null, client, server, time, true, inputs.forPorts(client.port(), server.port())));
        return all;
    }

    private void idle() {
        tellDrops();
        sink.flush();
    }

    /** An event says so whenever more was lost since the last one. */
    private void tellDrops() {
        Map<String, Long> now = new TreeMap<>();
        now.put("overload_octets", counts.get("drop_octets_overload"));
        now.put("sink_events", counts.get("drop_events_sink"));
        now.put("tap_failures", counts.get("tap_failures"));
        now.values().removeIf(count -> count == 0);
        if (now.equals(told)) {
            return;
        }
        told = now;
        long nanos = WallClock.now();
        long events = now.getOrDefault("sink_events", 0L);
        long octets = now.getOrDefault("overload_octets", 0L);
        sink.accept(new Event(
                new Origin("0".repeat(32), null, null, null),
                String.format("%032x", nanos),
                sequence++,
                nanos,
                null,
                "Given up so far: " + octets + " tapped octets, " + events + " events",
                new PipelineDrop(events, octets, now)));
    }

    /** Shows what waits, then ends. */
    boolean close(Duration patience) {
        boolean done = tap.close(patience);
        if (done) {
            try {
                target.close();
            } catch (IOException e) {
                counts.sinkFailed();
            }
        }
        return done;
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
