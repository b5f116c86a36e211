package io.xenscope.dissect.layout;

import org.jspecify.annotations.Nullable;

/**
 * A size or a number of elements.
 *
 * @param kind where it comes from
 * @param value the number, for {@link Kind#FIXED}
 * @param field the earlier member that holds it, for {@link Kind#FIELD}
 */
record Extent(Kind kind, int value, @Nullable String field) {

    enum Kind {
        FIXED,
        /** To the end of the payload. */
        REST,
        FIELD
    }

    /** Reads a member that is a number, {@code rest} or {@code {"field": name}}; null when it is absent. */
    static @Nullable Extent of(Json json, String name) {
        Object value = json.get(name);
        if (value instanceof Long number) {
            return new Extent(Kind.FIXED, Math.toIntExact(number), null);
        }
        if (value instanceof Json reference) {
            return new Extent(Kind.FIELD, 0, reference.name("field"));
        }
        return value == null ? null : new Extent(Kind.REST, 0, null);
    }

    boolean isFixed() {
        return kind == Kind.FIXED;
    }
}
