package io.xenscope.output;

import io.xenscope.dissect.event.Event;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variables of a filter expression, for one event. */
final class FilterVariables {
    private static final List<String> TOP_OBJECTS = List.of(
            "event", "xenscope", "source", "destination", "network", "file", "observer", "labels", "ecs", "rule");
    private static final List<String> OBJECTS = List.of(
            "record",
            "batch",
            "compressed",
            "round",
            "checkpoint",
            "gap",
            "expert",
            "migration",
            "progress",
            "totals",
            "drop");
    private static final List<String> VALUES = List.of("layer", "direction", "offset", "length", "outcome", "reason");

    private final Map<String, Object> root;

    FilterVariables(EventWriter writer, Event event) {
        MapTree tree = new MapTree();
        writer.write(tree, event, Cut.nothing());
        this.root = tree.root();
    }

    static List<String> names() {
        return Stream.of(TOP_OBJECTS, OBJECTS, VALUES, List.of("message", "time", "action"))
                .flatMap(List::stream)
                .toList();
    }

    /** What expressions call a field of an event. */
    static String nameOf(String field) {
        if (field.equals("@timestamp")) {
            return "time";
        } else if (field.equals("event.action")) {
            return "action";
        }
        String[] steps = field.split("[.\\[]", 3);
        boolean shortened = steps.length > 1
                && steps[0].equals("xenscope")
                && (OBJECTS.contains(steps[1]) || VALUES.contains(steps[1]));
        return shortened ? field.substring("xenscope.".length()) : field;
    }

    /** The value of a variable; null when the event has none. */
    @Nullable
    Object find(String name) {
        if (name.equals("time")) {
            return root.get("@timestamp");
        } else if (name.equals("message")) {
            return root.get("message");
        } else if (name.equals("action")) {
            return member("event", name);
        } else if (TOP_OBJECTS.contains(name)) {
            return root.getOrDefault(name, Map.of());
        }
        Object value = member("xenscope", name);
        return value == null && OBJECTS.contains(name) ? Map.of() : value;
    }

    private @Nullable Object member(String object, String name) {
        return root.get(object) instanceof Map<?, ?> members ? members.get(name) : null;
    }
}
