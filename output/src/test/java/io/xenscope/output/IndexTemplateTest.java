package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.output.IndexTemplate.Engine;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class IndexTemplateTest {

    private static final Map<String, Set<String>> TYPES = Map.of(
            "integer", Set.of("long"),
            "number", Set.of("double"),
            "boolean", Set.of("boolean"),
            "string", Set.of("keyword", "text", "match_only_text", "ip", "date_nanos"),
            "object", Set.of("object", "flattened", "flat_object"));

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyFieldHasAMapping(Engine engine) {
        for (FieldList.Field field : FieldList.all()) {
            Map<?, ?> mapping = mapping(engine, field.name());
            if (mapping != null) {
                assertThat(TYPES.get(field.type().replace("[]", "")))
                        .as(field.name())
                        .contains(mapping.containsKey("properties") ? "object" : (String) mapping.get("type"));
            }
        }
    }

    /** Null for members of what is mapped as a whole or by a template. */
    private static Map<?, ?> mapping(Engine engine, String field) {
        Map<?, ?> node = mappings(engine);
        for (String step : field.split("\\.")) {
            if (step.equals("*")) {
                assertThat(node.get("type")).as(field).isIn("flattened", "flat_object", "object");
                return null;
            }
            assertThat(node.get("properties")).as(field).isInstanceOf(Map.class);
            node = (Map<?, ?>) ((Map<?, ?>) node.get("properties")).get(step);
            assertThat(node).as(field).isNotNull();
        }
        return node;
    }

    private static Map<?, ?> mappings(Engine engine) {
        Map<?, ?> document = (Map<?, ?>) JsonText.parse(IndexTemplate.text(engine));
        return (Map<?, ?>) ((Map<?, ?>) document.get("template")).get("mappings");
    }

    @ParameterizedTest
    @CsvSource({
        "@timestamp, date_nanos, date_nanos",
        "source.ip, ip, ip",
        "event.id, keyword, keyword",
        "message, match_only_text, text",
        "xenscope.record.fields, flattened, flat_object",
        "xenscope.totals.by_type, flattened, flat_object",
        "xenscope.batch.pfn_ranges, long, long",
    })
    void typesFitTheEngine(String field, String elasticsearch, String openSearch) {
        assertThat(mapping(Engine.ELASTICSEARCH, field).get("type")).isEqualTo(elasticsearch);
        assertThat(mapping(Engine.OPENSEARCH, field).get("type")).isEqualTo(openSearch);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingElseIsMapped(Engine engine) {
        assertThat(mappings(engine).get("dynamic")).isEqualTo(false);
    }
}
