package io.xenscope.dissect.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a structure.
 *
 * @param offset octets from the start of the structure; −1 when it follows {@code after}
 * @param size all its octets
 * @param count elements; null for a scalar
 * @param elementSize octets of an element; the size of a scalar
 * @param struct name of the structure it consists of; null for numbers and octets
 * @param bits name of its bit fields, or null; {@code ownBits} when they stand in place
 * @param bitsBy what its bit fields depend on; null when they are fixed
 * @param secret belongs to the guest: shown only when octets of the guest are
 * @param config text a user gave the guest: shown only when configuration is
 * @param names table that names what the value stands for, shown as a field {@code name} behind it
 */
record Member(
        String name,
        int offset,
        @Nullable String after,
        Extent size,
        @Nullable Extent count,
        int elementSize,
        Type type,
        @Nullable String struct,
        List<String> labels,
        @Nullable String indexLabel,
        @Nullable String bits,
        @Nullable BitGroup ownBits,
        Map<Integer, String> elementBits,
        @Nullable BitsBy bitsBy,
        @Nullable String enumeration,
        @Nullable String names,
        Format format,
        @Nullable String unit,
        @Nullable Long expect,
        Zeroes zeroes,
        boolean secret,
        boolean config,
        boolean components) {

    enum Type {
        U8(1, false),
        U16(2, false),
        U32(4, false),
        U64(8, false),
        I8(1, true),
        I16(2, true),
        I32(4, true),
        I64(8, true),
        BYTES(0, false),
        STRUCT(0, false);

        final int octets;
        final boolean signed;

        Type(int octets, boolean signed) {
            this.octets = octets;
            this.signed = signed;
        }

        boolean isNumber() {
            return octets > 0;
        }
    }

    enum Format {
        NONE,
        DEC,
        BOOL,
        HEX,
        BITMAP,
        SEL,
        GVA,
        GPA,
        PFN,
        MFN,
        PFN_VCPU0,
        ASCII,
        BYTES;

        /** Whether values are register contents and the like rather than counts. */
        boolean isHex() {
            return switch (this) {
                case HEX, BITMAP, SEL, GVA, GPA, PFN_VCPU0 -> true;
                default -> false;
            };
        }
    }

    /** What happens to values that are zero. */
    enum Zeroes {
        SHOW,
        /** Padding and reserved room: left out when all of it is zero. */
        HIDE,
        /** Elements that are zero are left out; the others tell their index themselves. */
        SKIP,
        /** Zero elements at the end are left out. */
        TRIM
    }

    /**
     * Bit fields found in a table.
     *
     * @param field member whose value is looked up; null for CPUID, where leaf and subleaf are
     * @param register of CPUID
     */
    record BitsBy(
            String table, @Nullable String field, @Nullable String register) {}

    Member {
        labels = List.copyOf(labels);
        elementBits = Map.copyOf(elementBits);
    }

    static Member of(Json json) {
        Object offset = json.get("offset");
        Extent size = Extent.of(json, "size");
        Type type = Type.valueOf(json.name("type").toUpperCase(java.util.Locale.ROOT));
        if (size == null) {
            throw new IllegalStateException("no size: " + json.name("name"));
        }
        Extent count = Extent.of(json, "count");
        String format = json.text("format");
        return new Member(
                json.name("name"),
                offset instanceof Long at ? Math.toIntExact(at) : -1,
                offset instanceof Json place ? place.name("after") : null,
                size,
                count,
                count == null ? size.value() : json.integer("elem_size"),
                type,
                json.text("struct"),
                json.texts("labels"),
                json.text("index_label"),
                json.text("bits"),
                json.objects("bits").isEmpty() ? null : BitGroup.of(json.objects("bits")),
                elementBits(json.object("element_bits")),
                bitsBy(json.object("bits_by")),
                json.text("enum"),
                json.text("names"),
                format == null ? Format.NONE : Format.valueOf(format.toUpperCase(java.util.Locale.ROOT)),
                json.text("unit"),
                json.number("expect"),
                zeroes(json),
                json.flag("secret") || type == Type.BYTES && format == null,
                json.flag("config"),
                json.has("components"));
    }

    private static Map<Integer, String> elementBits(@Nullable Json json) {
        Map<Integer, String> bits = new HashMap<>();
        if (json != null) {
            for (String index : json.names()) {
                bits.put(Integer.valueOf(index), json.name(index));
            }
        }
        return bits;
    }

    private static @Nullable BitsBy bitsBy(@Nullable Json json) {
        return json == null ? null : new BitsBy(json.name("table"), json.text("field"), json.text("register"));
    }

    private static Zeroes zeroes(Json json) {
        String zeroes = json.text("zeroes");
        if (zeroes != null) {
            return Zeroes.valueOf(zeroes.toUpperCase(java.util.Locale.ROOT));
        }
        return json.flag("pad") || json.flag("reserved") ? Zeroes.HIDE : Zeroes.SHOW;
    }

    /** The names of bit fields of element {@code index}; null when it has none of its own. */
    @Nullable
    String bitsOf(int index) {
        String own = elementBits.get(index);
        return own == null ? bits : own;
    }
}
