package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events in the shape of Suricata's: its common members, and the same object of ours. */
class EveTest {

    private static final Event.Place PLACE = new Event.Place(Direction.FORWARD, Layer.LIBXC, 16, 8);

    private static String encode(Event event, OutputOptions options) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (NdjsonSink sink = NdjsonSink.eve(octets, options)) {
            sink.accept(event);
        }
        assertThat(octets.size() - 1).isLessThanOrEqualTo(options.maxEventBytes());
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static Event expert(Severity severity) {
        return SampleEvents.event(
                SampleEvents.WIRE, PLACE, new ExpertInfo("PGD-004", "name", severity, "text", "spec 1", 3L));
    }

    @Test
    void commonMembersOfNetworkEvents() throws IOException {
        String line = encode(expert(Severity.NOTE), Lines.OPTIONS.withObserver("proxy", "host-1"));
        assertThat(line)
                .startsWith("{\"timestamp\":\"2023-11-14T22:13:20.123456+0000\",\"flow_id\":")
                .contains("\"event_type\":\"xen_migration\",\"src_ip\":\"192.0.2.1\",\"src_port\":40000,"
                        + "\"dest_ip\":\"192.0.2.2\",\"dest_port\":8002,\"proto\":\"TCP\",\"community_id\":\"1:")
                .contains("\"host\":\"host-1\"")
                .doesNotContain("anomaly");
        assertThat(((Number) Lines.at(line, "flow_id")).longValue()).isBetween(1L, 1L << 53);
    }

    @Test
    void whatIsOursIsTheSameAsInOtherEvents() throws IOException {
        OutputOptions labelled = Lines.OPTIONS.withLabels(Map.of("site", "a"));
        for (Severity severity : Severity.values()) {
            Event event = expert(severity);
            Map<?, ?> eve = (Map<?, ?>) Lines.at(encode(event, labelled), "xen_migration");
            String other = Lines.encode(event, labelled);
            ((Map<?, ?>) Lines.at(other, "xenscope"))
                    .forEach((name, value) -> assertThat(eve.get(name)).isEqualTo(value));
            assertThat(eve.get("id")).isEqualTo(Lines.at(other, "event.id"));
            assertThat(eve.get("sequence")).isEqualTo(Lines.at(other, "event.sequence"));
            assertThat(eve.get("action")).isEqualTo("expert");
            assertThat(eve.get("labels")).isEqualTo(Map.of("site", "a"));
        }
    }

    @Test
    void findingsOfWeightAreAnomalies() throws IOException {
        String line = encode(expert(Severity.ERROR), Lines.OPTIONS);
        assertThat(line)
                .contains("\"event_type\":\"anomaly\"")
                .contains("\"app_proto\":\"xen_migration\","
                        + "\"anomaly\":{\"type\":\"applayer\",\"event\":\"PGD-004\",\"layer\":\"proto_parser\"}");
    }

    @Test
    void filesHaveNoAddresses() throws IOException {
        Event event = SampleEvents.event(
                SampleEvents.FILE, PLACE, new ExpertInfo("X", "n", Severity.WARN, "t".repeat(9000), "s", null));
        String line = encode(event, Lines.OPTIONS.withMaxEventBytes(OutputOptions.SMALLEST_LINE));
        assertThat(line)
                .contains("\"pcap_filename\":\"")
                .doesNotContain("src_ip")
                .doesNotContain("proto\":\"TCP");
    }
}
