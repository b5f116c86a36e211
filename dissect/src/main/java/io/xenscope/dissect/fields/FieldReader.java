package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the fields of a record from the octets of it that were seen. A field that reaches beyond them is left out, so
 * one description serves whole and damaged records.
 */
public final class FieldReader {

    private final Slice octets;
    private final List<Field> fields = new ArrayList<>();

    public FieldReader(Slice octets) {
        this.octets = octets;
    }

    /** True when {@code count} octets from {@code at} on were seen. */
    public boolean has(int at, int count) {
        return at + count <= octets.length();
    }

    public FieldReader u8(String name, int at) {
        return has(at, 1) ? leaf(name, at, 1, new Data.Numeric(octets.u8(at)), null) : this;
    }

    public FieldReader u16(String name, int at) {
        return has(at, 2) ? leaf(name, at, 2, new Data.Numeric(octets.u16(at)), null) : this;
    }

    public FieldReader u32(String name, int at) {
        return has(at, 4) ? leaf(name, at, 4, new Data.Numeric(octets.u32(at)), null) : this;
    }

    /** A number with what it means. */
    public FieldReader u32(String name, int at, LongFunction<@Nullable String> meaning) {
        return has(at, 4) ? leaf(name, at, 4, new Data.Numeric(octets.u32(at)), meaning.apply(octets.u32(at))) : this;
    }

    /** A 64-bit count or time that stays below 2^53 in practice. */
    public FieldReader u64(String name, int at) {
        return has(at, 8) ? leaf(name, at, 8, new Data.Numeric(octets.u64(at)), null) : this;
    }

    /** Flags, as hexadecimal text. */
    public FieldReader hex32(String name, int at) {
        return has(at, 4) ? leaf(name, at, 4, new Data.Hex(octets.u32(at)), null) : this;
    }

    /** Flags of 16 bits, as hexadecimal text. */
    public FieldReader hex16(String name, int at) {
        return has(at, 2) ? leaf(name, at, 2, new Data.Hex(octets.u16(at)), null) : this;
    }

    /** Any 64-bit value, as hexadecimal text. */
    public FieldReader hex64(String name, int at) {
        return has(at, 8) ? leaf(name, at, 8, new Data.Hex(octets.u64(at)), null) : this;
    }

    public FieldReader text(String name, int at, int length) {
        return has(at, length)
                ? leaf(name, at, length, new Data.Text(octets.part(at, length).text()), null)
                : this;
    }

    /** A text worked out from {@code length} octets from {@code at} on; left out when there is none. */
    public FieldReader text(String name, int at, int length, @Nullable String found) {
        return found == null ? this : leaf(name, at, length, new Data.Text(found), null);
    }

    /** A value worked out from the octets rather than standing in them. */
    public FieldReader leaf(String name, int at, long length, Data data, @Nullable String meaning) {
        return value(name, new Value.Leaf(data, octets.offset() + at, length, meaning));
    }

    public FieldReader value(String name, Value value) {
        fields.add(new Field(name, value));
        return this;
    }

    /** Adds fields read elsewhere. */
    public FieldReader all(Fields more) {
        fields.addAll(more.members());
        return this;
    }

    public Fields fields() {
        return new Fields(fields);
    }
}
