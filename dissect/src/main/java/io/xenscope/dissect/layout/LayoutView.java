package io.xenscope.dissect.layout;

import io.xenscope.dissect.fields.SeenOctets;
import org.jspecify.annotations.Nullable;

/** A payload seen through its layout: values by the names of their fields, for whoever judges them. */
public final class LayoutView {

    private final Table table;
    private final Variant variant;
    private final SeenOctets in;
    private final int release;

    private LayoutView(Table table, Variant variant, SeenOctets in, int release) {
        this.table = table;
        this.variant = variant;
        this.in = in;
        this.release = release;
    }

    /** The payload of {@code length} octets as {@link LayoutReader} would read it. */
    public static LayoutView of(Table table, String struct, SeenOctets in, long length, int release) {
        return new LayoutView(table, table.struct(struct).variant(length, release), in, release);
    }

    /** A structure in a page, whose layout the release tells. */
    public static LayoutView ofPage(Table table, String struct, SeenOctets in, int release) {
        return new LayoutView(table, table.struct(struct).variant(release), in, release);
    }

    /** Octets of the layout; −1 when they vary. */
    public int size() {
        return variant.size();
    }

    public SeenOctets octets() {
        return in;
    }

    /** Whether the field is in the layout and was seen. */
    public boolean has(String field) {
        return has(field, 0);
    }

    public boolean has(String field, int index) {
        Member member = variant.member(field);
        return member != null && in.has(at(member, index), width(member));
    }

    /** Value of a number that {@link #has}, not signed. */
    public long get(String field) {
        return get(field, 0);
    }

    public long get(String field, int index) {
        Member member = member(field);
        return in.number(at(member, index), width(member));
    }

    /** Place of the field in the stream. */
    public long offset(String field) {
        return offset(field, 0);
    }

    public long offset(String field, int index) {
        return in.offset() + at(member(field), index);
    }

    /** Octets of one element. */
    public int width(String field) {
        return width(member(field));
    }

    /** The bits of {@code field} called {@code part}. */
    public long bits(String field, int index, String part) {
        return group(member(field), index).of(part, get(field, index));
    }

    public long bits(String field, String part) {
        return bits(field, 0, part);
    }

    /** Bits of the value that have no name. */
    public long unnamed(String field, int index) {
        return get(field, index) & ~group(member(field), index).known();
    }

    public long unnamed(String field) {
        return unnamed(field, 0);
    }

    /** Whether all octets of the field, of all elements, are zero as far as they were seen. */
    public boolean isZero(String field) {
        Member member = variant.member(field);
        return member == null || in.isZero(member.offset(), member.size().value());
    }

    /** A structure inside this one. */
    public LayoutView inner(String field, int index) {
        Member member = member(field);
        int size = member.elementSize();
        Struct struct = table.struct(String.valueOf(member.struct()));
        return new LayoutView(table, struct.variant(size, release), in.part(at(member, index), size), release);
    }

    /** A structure inside this one that takes the rest of the payload of {@code length} octets. */
    public LayoutView rest(String field, long length) {
        Member member = member(field);
        long size = length - member.offset();
        Struct struct = table.struct(String.valueOf(member.struct()));
        return new LayoutView(table, struct.variant(size, release), in.part(member.offset(), size), release);
    }

    private BitGroup group(Member member, int index) {
        String shared = member.bitsOf(index);
        BitGroup own = member.ownBits();
        return shared != null ? table.bits(shared) : own != null ? own : new BitGroup(java.util.List.of());
    }

    private Member member(String field) {
        @Nullable Member member = variant.member(field);
        if (member == null) {
            throw new IllegalArgumentException("this layout has no field " + field);
        }
        return member;
    }

    private static int at(Member member, int index) {
        return member.offset() + index * (member.count() == null ? 0 : member.elementSize());
    }

    private static int width(Member member) {
        return member.type().isNumber() ? member.type().octets : member.elementSize();
    }
}
