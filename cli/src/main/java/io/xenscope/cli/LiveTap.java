package io.xenscope.cli;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.proxy.tap.Tap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From forwarded octets to written events. All but {@link #tap} and the counts lives on the tap's thread. */
final class LiveTap implements AutoCloseable {

    private final LiveCounts counts;
    private final InputOptions inputs;
    private final EventOptions.Target target;
    private final GuardedSink sink;
    private final Dissector dissector;
    private final Tap tap;
    private final DropEvents drops;
    private final @Nullable LiveRecording recording;

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
        this.target = events.openLive(stdout, "proxy");
        this.sink = new GuardedSink(target, counts, err);
        this.drops = new DropEvents(sink);
        this.recording = options.record(counts, err);
        EventSink watching = counts.watching(sink);
        this.tap = new Tap(this::inputsFor, options.onLag(), options.tapMemory(), counts, this::idle);
        this.dissector =
                new Dissector(inputs.dissect(null, events.depth()).attentiveWhile(tap::isUnstrained), watching);
    }

    Tap tap() {
        return tap;
    }

    private List<ConnectionInput> inputsFor(@Nullable Endpoint client, @Nullable Endpoint server, long time) {
        List<ConnectionInput> all = new ArrayList<>();
        ConnectionInput recorded = recording == null ? null : recording.open(client, server, time);
        if (recorded != null) {
            all.add(recorded);
        }
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
        if (recording != null) {
            recording.flush();
        }
    }

    private void tellDrops() {
        long octets = counts.get("drop_octets_overload");
        long events = counts.get("drop_events_sink");
        drops.tell(
                Map.of(
                        "overload_octets",
                        octets,
                        "sink_events",
                        events,
                        "tap_failures",
                        counts.get("tap_failures"),
                        "recording_failures",
                        counts.get("recording_failures")),
                events,
                octets);
    }

    /** Shows what waits, then ends. */
    boolean close(Duration patience) {
        boolean done = tap.close(patience);
        if (done) {
            if (recording != null) {
                recording.close();
            }
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
