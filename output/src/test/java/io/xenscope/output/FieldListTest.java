package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about filters in the list of fields. */
final class FieldListTest {

    static List<FieldList.Field> fields() {
        return FieldList.all();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void everyExampleIsAnExpression(FieldList.Field field) {
        EventFilter.compile(field.example());
        if (!field.type().equals("object")) {
            assertThat(field.example()).as("needs \"examples\" in the schema").doesNotStartWith("size(");
        }
    }

    @Test
    void everyVariableIsListed() {
        List<String> listed = fields().stream()
                .map(field -> field.variable().split("\\.")[0])
                .distinct()
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(FilterVariables.names());
    }

    @Test
    void variablesAreShort() {
        Map<String, String> variables = new LinkedHashMap<>();
        fields().forEach(field -> variables.put(field.name(), field.variable()));
        assertThat(variables)
                .containsEntry("@timestamp", "time")
                .containsEntry("event.action", "action")
                .containsEntry("event.kind", "event.kind")
                .containsEntry("xenscope.batch.pages", "batch.pages")
                .containsEntry("xenscope.offset", "offset")
                .containsEntry("xenscope.schema", "xenscope.schema")
                .containsEntry("xenscope.totals.by_type.*.count", "totals.by_type.*.count");
    }

    /** Each member an event has is found by the name the list gives, with an example made of the member's value. */
    @Test
    void examplesFindEventsWithTheirValues() {
        for (Event event : SampleEvents.all().values()) {
            members("", JsonText.parse(Lines.encode(event)), event);
        }
    }

    private static void members(String path, Object value, Event event) {
        if (!path.isEmpty()) {
            String variable = FilterVariables.nameOf(path);
            String expression =
                    value instanceof Map<?, ?> ? FieldExample.ofObject(variable) : FieldExample.of(variable, value);
            assertThat(EventFilter.compile(expression, Lines.OPTIONS))
                    .as(expression)
                    .accepts(event);
        }
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> {
                String step = name.toString();
                members(path.isEmpty() ? step : path + FieldExample.member(step), member, event);
            });
        }
    }
}
