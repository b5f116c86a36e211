package io.xenscope.dissect.layout;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the values of a field. */
record Enumeration(Map<Long, String> names) {

    Enumeration {
        names = Map.copyOf(names);
    }

    static Enumeration of(Json json) {
        Map<Long, String> names = new HashMap<>();
        for (Json value : json.objects("values")) {
            Long number = value.number("value");
            if (number == null || names.put(number, value.name("name")) != null) {
                throw new IllegalStateException("an enumeration has no value or one twice: " + number);
            }
        }
        return new Enumeration(names);
    }

    @Nullable
    String name(long value) {
        return names.get(value);
    }
}
