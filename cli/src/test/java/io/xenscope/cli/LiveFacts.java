package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What events say about a stream itself, without when and where it was seen; the same live and from a file. */
final class LiveFacts {

    /** A line limit that cuts nothing. */
    static final String LINE = "1000000";

    private static final Set<String> COMPARED =
            Set.of("record", "batch", "round", "checkpoint", "gap", "expert", "migration.end");
    private static final Set<String> OF_TIME = Set.of(
            "duration_ns",
            "downtime_ns",
            "interval_ns",
            "bytes_per_s",
            "pages_per_s",
            "dirty_pages_per_s",
            "pace",
            "id",
            "schema");

    private LiveFacts() {}

    /** By migration, then by direction, in order; migrations in the order they were recognised. */
    static List<Map<String, List<String>>> of(String ndjson) {
        Map<String, Map<String, List<String>>> all = new java.util.LinkedHashMap<>();
        for (JsonNode event : Events.parse(ndjson)) {
            String migration = event.at("/xenscope/migration/id").asString("");
            if (Events.action(event).equals("migration.start")) {
                all.put(migration, new TreeMap<>());
            } else if (COMPARED.contains(Events.action(event)) && !isOfTheCapture(event)) {
                String direction = event.at("/xenscope/direction").asString("end");
                all.get(migration)
                        .computeIfAbsent(direction, key -> new ArrayList<>())
                        .add(Events.action(event) + " " + stripped(event.get("xenscope")));
            }
        }
        return List.copyOf(all.values());
    }

    /** What a capture tells of its packets, a proxy does not know. */
    private static boolean isOfTheCapture(JsonNode event) {
        return event.at("/rule/id").asString("").startsWith("CAP-");
    }

    static void assertSame(Map<String, List<String>> actual, Map<String, List<String>> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((direction, events) -> {
            List<String> wanted = expected.get(direction);
            for (int i = 0; i < Math.min(events.size(), wanted.size()); i++) {
                assertThat(events.get(i)).isEqualTo(wanted.get(i));
            }
            assertThat(events).hasSameSizeAs(wanted);
        });
    }

    private static JsonNode stripped(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(OF_TIME);
            if (object.get("totals") instanceof ObjectNode totals) {
                // Counts what a capture tells of its packets, too.
                totals.remove("expert");
            }
            object.forEach(LiveFacts::stripped);
        }
        return node;
    }

    /** What a recording decodes to. */
    static Map<String, List<String>> of(Recording recording) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSink sink =
                new NdjsonSink(out, OutputOptions.defaults("test").withMaxEventBytes(Integer.parseInt(LINE)))) {
            Endpoint end = new Endpoint(InetAddress.getLoopbackAddress(), 1);
            ConnectionInput both =
                    new Dissector(DissectOptions.DEFAULT, sink).connection(null, end, end, 0, true, null);
            byte[] forward = recording.forward();
            byte[] back = recording.back();
            if (back.length == 0) {
                feed(both.fromFirst(), forward, 0, forward.length);
            } else {
                feed(both.fromSecond(), back, 0, StandIn.BANNER);
                feed(both.fromFirst(), forward, 0, forward.length - StandIn.GO);
                feed(both.fromSecond(), back, StandIn.BANNER, StandIn.BANNER + StandIn.READY);
                feed(both.fromFirst(), forward, forward.length - StandIn.GO, forward.length);
                feed(both.fromSecond(), back, StandIn.BANNER + StandIn.READY, back.length);
            }
            both.fromFirst().end(EndReason.FIN, 0);
            both.fromSecond().end(EndReason.FIN, 0);
        }
        return of(out.toString(StandardCharsets.UTF_8)).get(0);
    }

    private static void feed(StreamInput to, byte[] octets, int from, int end) {
        to.bytes(octets, from, end - from, 0);
    }
}
