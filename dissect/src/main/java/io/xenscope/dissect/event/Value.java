package io.xenscope.dissect.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decoded value: a leaf, an array, or nested fields. */
public sealed interface Value permits Fields, Value.Leaf, Value.Items {

    /**
     * A leaf with the octets it was read from.
     *
     * @param data the value
     * @param offset place in the direction's stream
     * @param length octets
     * @param text what the value means, for people; null when the value says it all
     */
    record Leaf(
            Data data, long offset, long length, @Nullable String text) implements Value {}

    /**
     * An array of which at most a bounded head is kept.
     *
     * @param head the first elements
     * @param total how many there are on the wire
     */
    record Items(List<Value> head, long total) implements Value {
        public Items {
            head = List.copyOf(head);
        }
    }

    /** The kinds of leaf data. */
    sealed interface Data permits Data.Numeric, Data.Hex, Data.Text, Data.Flag, Data.Secret {
        /** Counts, lengths, PFNs, offsets: a JSON number. */
        record Numeric(long value) implements Data {}

        /** Any 64-bit value that may exceed 2^53: lower-case hex text with {@code 0x}. */
        record Hex(long value) implements Data {}

        /** Text, also hashes. */
        record Text(String value) implements Data {}

        record Flag(boolean value) implements Data {}

        /** Text that belongs to the guest: written only when configuration is to be shown. */
        record Secret(String value) implements Data {}
    }
}
