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
     * @param bits the bit fields it consists of, lowest first; none when it has none or nobody wants to know
     */
    record Leaf(
            Data data, long offset, long length, @Nullable String text, List<Bits> bits) implements Value {
        public Leaf {
            bits = List.copyOf(bits);
        }

        /** A leaf without bit fields. */
        public Leaf(Data data, long offset, long length, @Nullable String text) {
            this(data, offset, length, text, List.of());
        }
    }

    /**
     * Some consecutive bits of a leaf.
     *
     * @param lsb the lowest of them
     * @param width how many
     * @param text what the value means; null when it says it all
     */
    record Bits(
            String name,
            int lsb,
            int width,
            long value,
            @Nullable String text) {}

    /**
     * An array of which at most a bounded head is kept.
     *
     * @param head the first elements
     * @param total how many there are on the wire
     * @param label what an element is called before its index, for people; null for nothing particular
     */
    record Items(List<Value> head, long total, @Nullable String label) implements Value {
        public Items {
            head = List.copyOf(head);
        }

        public Items(List<? extends Value> head, long total) {
            this(List.copyOf(head), total, null);
        }
    }

    /** The kinds of leaf data. */
    sealed interface Data permits Data.Numeric, Data.Hex, Data.Text, Data.Flag, Data.Secret, Data.Guarded {
        /** Counts, lengths, PFNs, offsets: a JSON number. */
        record Numeric(long value) implements Data {}

        /** Any 64-bit value that may exceed 2^53: lower-case hex text with {@code 0x}. */
        record Hex(long value) implements Data {}

        /** Text, also hashes. */
        record Text(String value) implements Data {}

        record Flag(boolean value) implements Data {}

        /** Text that belongs to the guest: written only when configuration is to be shown. */
        record Secret(String value) implements Data {}

        /** Contents of registers and pages: written only when octets of the guest are to be shown. */
        record Guarded(Data data) implements Data {}
    }
}
