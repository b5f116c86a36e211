package io.xenscope.output;

import io.xenscope.dissect.event.Origin;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * Takes the structure of an event piece by piece: names and values in objects and arrays. Texts given to it are
 * well-formed UTF-16.
 */
interface TreeWriter {

    /** Writes the members of an event that are the same for all events of a migration. */
    @FunctionalInterface
    interface OriginMembers {
        void write(TreeWriter tree, Origin origin);
    }

    void name(SerializedString name);

    void name(String name);

    void startObject();

    void endObject();

    void startArray();

    void endArray();

    void number(long value);

    /** A decimal number already written out. */
    void decimal(String value);

    void flag(boolean value);

    /** A 64-bit value as lower-case hex text. */
    void hex(long value);

    void text(String value);

    /** A text known beforehand. */
    void constant(SerializedString value);

    /** A time in nanoseconds since the epoch. */
    void timestamp(long nanos);

    /** Members that depend on the origin only; a backend may keep what they come to. */
    default void shared(Origin origin, OriginMembers members) {
        members.write(this, origin);
    }

    /** Whether so much was written already that the result is of no use, and the rest may be left out. */
    default boolean overfull() {
        return false;
    }

    default void object(SerializedString name) {
        name(name);
        startObject();
    }

    default void number(SerializedString name, long value) {
        name(name);
        number(value);
    }

    default void number(SerializedString name, @Nullable Long value) {
        if (value != null) {
            name(name);
            number(value.longValue());
        }
    }

    default void decimal(SerializedString name, @Nullable String value) {
        if (value != null) {
            name(name);
            decimal(value);
        }
    }

    default void constant(SerializedString name, SerializedString value) {
        name(name);
        constant(value);
    }
}
