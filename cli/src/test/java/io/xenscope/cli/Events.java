package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.xenscope.output.EventSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Events as they were written, read back for checks. */
final class Events {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(EventSchema.text(), InputFormat.JSON);

    private Events() {}

    static List<JsonNode> parse(String ndjson) {
        List<JsonNode> events = new ArrayList<>();
        ndjson.lines().forEach(line -> events.add(MAPPER.readTree(line)));
        return events;
    }

    /** Every line follows the schema. */
    static void assertValid(String ndjson) {
        ndjson.lines().forEach(line -> {
            List<Error> violations = SCHEMA.validate(line, InputFormat.JSON);
            assertThat(violations).as(line).isEmpty();
        });
    }

    static String action(JsonNode event) {
        return event.at("/event/action").asString();
    }

    /**
     * Each migration's events are numbered from 0, have ids of their own, begin with migration.start and end with one
     * migration.end; the framing events of each direction lie behind each other without a hole or an overlap.
     */
    static void assertOrderly(String ndjson) {
        List<String> migrations = new ArrayList<>();
        List<JsonNode> events = parse(ndjson);
        for (JsonNode event : events) {
            String id = event.at("/xenscope/migration/id").asString();
            if (!migrations.contains(id)) {
                migrations.add(id);
            }
        }
        for (String migration : migrations) {
            List<JsonNode> own = events.stream()
                    .filter(event ->
                            event.at("/xenscope/migration/id").asString().equals(migration))
                    .toList();
            assertNumbered(own);
            assertTiled(own, "forward");
            assertTiled(own, "back");
        }
    }

    private static void assertNumbered(List<JsonNode> events) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            assertThat(event.at("/event/sequence").asInt()).isEqualTo(i);
            assertThat(ids.add(event.at("/event/id").asString()))
                    .as("id of " + event)
                    .isTrue();
            assertThat(action(event).equals("migration.start")).isEqualTo(i == 0);
            assertThat(action(event).equals("migration.end")).isEqualTo(i == events.size() - 1);
        }
    }

    private static void assertTiled(List<JsonNode> events, String direction) {
        long end = 0;
        for (JsonNode event : events) {
            JsonNode own = event.get("xenscope");
            if (!own.path("direction").asString("").equals(direction)) {
                continue;
            }
            boolean absorbed = own.at("/gap/resume").asString("").equals("payload");
            boolean tile = Set.of("record", "batch", "gap").contains(action(event)) && !absorbed;
            if (tile) {
                assertThat(own.get("offset").asLong()).as(event.toString()).isEqualTo(end);
                end += own.get("length").asLong();
            }
        }
    }
}
