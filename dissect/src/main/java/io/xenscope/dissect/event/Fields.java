package io.xenscope.dissect.event;

import java.util.List;

/** Decoded fields of a record, in wire order. */
public record Fields(List<Field> members) implements Value {

    /** No fields. */
    public static final Fields NONE = new Fields(List.of());

    public Fields {
        members = List.copyOf(members);
    }

    /** One named value. */
    public record Field(String name, Value value) {}
}
