package io.xenscope.dissect.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bit fields of a value, lowest first. */
record BitGroup(List<Part> parts) {

    BitGroup {
        parts = List.copyOf(parts);
    }

    /**
     * Some consecutive bits.
     *
     * @param names enumeration of their values; null when they have none
     * @param when another part that decides between {@code names} and {@code otherwise}; null when none does
     * @param reserved shown only when not zero
     */
    record Part(
            String name,
            int lsb,
            int width,
            @Nullable String names,
            @Nullable Choice when,
            boolean reserved) {

        long of(long value) {
            return value >>> lsb & mask();
        }

        private long mask() {
            return width == Long.SIZE ? -1 : (1L << width) - 1;
        }
    }

    /** {@code names} of a part hold when part {@code bit} equals {@code value}, {@code otherwise} else. */
    record Choice(String bit, long value, @Nullable String otherwise) {}

    static BitGroup of(List<Json> bits) {
        return new BitGroup(bits.stream().map(BitGroup::part).toList());
    }

    private static Part part(Json json) {
        Json when = json.object("enum_when");
        Long equal = when == null ? null : when.number("equals");
        Choice choice =
                when == null || equal == null ? null : new Choice(when.name("bit"), equal, json.text("enum_else"));
        return new Part(
                json.name("name"),
                json.integer("lsb"),
                json.integer("width"),
                json.text("enum"),
                choice,
                json.flag("reserved"));
    }

    /** All bits that have a name. */
    long known() {
        long known = 0;
        for (Part part : parts) {
            known |= part.mask() << part.lsb();
        }
        return known;
    }

    /** The bits called {@code name} in {@code value}. */
    long of(String name, long value) {
        for (Part part : parts) {
            if (part.name().equals(name)) {
                return part.of(value);
            }
        }
        throw new IllegalArgumentException("no bits are called " + name);
    }

    /** The enumeration that names the values of {@code part}; null when none does. */
    @Nullable
    String names(Part part, long value) {
        Choice when = part.when();
        return when == null || of(when.bit(), value) == when.value() ? part.names() : when.otherwise();
    }
}
