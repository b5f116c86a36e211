package io.xenscope.dissect.layout;

import io.xenscope.dissect.Limits;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.event.Value.Leaf;
import io.xenscope.dissect.fields.OctetText;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.Extent.Kind;
import io.xenscope.dissect.layout.HvmParamTable.Param;
import io.xenscope.dissect.layout.Member.BitsBy;
import io.xenscope.dissect.layout.Member.Zeroes;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns octets into a tree of named values by the layout tables. What was not seen is left out. One reader serves one
 * record, so that all its structures together keep to the limits.
 */
public final class LayoutReader {

    private static final SeenOctets NOTHING =
            SeenOctets.whole(new Slice(new byte[0], 0, 0, 0, 0, ByteOrder.LITTLE_ENDIAN));

    private final boolean bits;
    private final int arrayHead;
    private final int release;
    private final Xstate xstate;
    private int leavesLeft;

    /**
     * @param bits whether bit fields are wanted
     * @param release of the sender, as {@link Release} numbers it
     * @param xstate what the stream told of XSAVE areas
     */
    public LayoutReader(boolean bits, Limits limits, int release, Xstate xstate) {
        this.bits = bits;
        this.arrayHead = limits.arrayHead();
        this.leavesLeft = limits.leavesKept();
        this.release = release;
        this.xstate = xstate;
    }

    /** True when the limit on values is reached and the rest was left out. */
    public boolean isFull() {
        return leavesLeft <= 0;
    }

    /** Reads a payload of {@code length} octets, of which {@code in} is what there is of it. */
    public Fields read(Table table, String struct, SeenOctets in, long length) {
        return read(table, struct, in, length, -1);
    }

    /** As above, for state of virtual CPU {@code vcpu}. */
    public Fields read(Table table, String struct, SeenOctets in, long length, long vcpu) {
        Variant variant = table.struct(struct).variant(length, release);
        return new StructReader(table, vcpu, null).read(variant, in, length);
    }

    /** Reads a structure whose layout the release tells rather than the length; what is behind it is shown, too. */
    public Fields readPage(Table table, String struct, SeenOctets in, long length) {
        Variant variant = table.struct(struct).variant(release);
        return new StructReader(table, -1, null).read(variant, in, length);
    }

    /** Reads the value of HVM parameter {@code index}, whose place the reader of the record knows; it must be seen. */
    public Leaf hvmParam(long index, SeenOctets in, int at) {
        Table table = Tables.params();
        Member value =
                table.struct("hvm_params_entry").variants().get(0).members().get(1);
        Param param = Tables.hvmParams().param(index);
        return new LeafBuilder(table, bits, -1).number(value, in, at, param == null ? null : param.bits(), param);
    }

    /** Reads structures that follow one another to the end of the payload. */
    public Value.Items readAll(Table table, String struct, SeenOctets in, int size) {
        Variant variant = table.struct(struct).variant(size, release);
        int total = in.length() / size;
        List<Value> head = new ArrayList<>();
        for (int i = 0; i < Math.min(total, arrayHead) && !isFull(); i++) {
            head.add(new StructReader(table, -1, null).read(variant, in.part(i * size, size), size));
        }
        return new Value.Items(head, total);
    }

    /** Reads one structure; {@code outer} is the reader of the one around it. */
    private final class StructReader {

        private final Table table;
        private final long vcpu;
        private final @Nullable StructReader outer;
        private final LeafBuilder leaves;
        private final List<Field> fields = new ArrayList<>();
        private Variant variant = new Variant(0, 0, List.of(), 0, List.of());
        private SeenOctets in = NOTHING;
        private long length;

        StructReader(Table table, long vcpu, @Nullable StructReader outer) {
            this.table = table;
            this.vcpu = vcpu;
            this.outer = outer;
            this.leaves = new LeafBuilder(table, bits, vcpu);
        }

        Fields read(Variant layout, SeenOctets octets, long payload) {
            variant = layout;
            in = octets;
            length = payload;
            long end = 0;
            for (Member member : layout.members()) {
                long at = member.after() == null ? member.offset() : end;
                long size = size(member, at);
                end = at + size;
                if (isFull() || at >= payload || at > in.length()) {
                    break;
                }
                if (size > 0) {
                    member(member, (int) at, Math.min(size, payload - at));
                }
            }
            if (!layout.isVariable() && payload > layout.size()) {
                surplus(layout.size(), payload);
            }
            return new Fields(fields);
        }

        private void surplus(int from, long payload) {
            int size = (int) Math.min(payload, in.length()) - from;
            if (size > 0 && in.has(from, size) && !in.isZero(from, size)) {
                put("surplus", OctetText.leaf(true, in, from, size));
            }
        }

        private long size(Member member, long at) {
            Extent size = member.size();
            if (size.isFixed()) {
                return size.value();
            }
            if (size.kind() == Kind.REST) {
                return Math.max(0, length - at);
            }
            Long told = scalar(size.field());
            return told == null ? 0 : Math.min(told, Integer.MAX_VALUE / 2);
        }

        /** The value of a number read before; null when it was not seen. */
        private @Nullable Long scalar(@Nullable String name) {
            Member member = name == null ? null : variant.member(name);
            return member != null && in.has(member.offset(), member.type().octets)
                    ? Long.valueOf(in.number(member.offset(), member.type().octets))
                    : null;
        }

        private void member(Member member, int at, long size) {
            if (member.zeroes() == Zeroes.HIDE && in.isZero(at, size)) {
                return;
            }
            if (member.components()) {
                components(member, at, size);
            } else if (member.count() != null) {
                array(member, at, size);
            } else {
                // A damaged length may claim more than an array holds; what was seen is in one.
                Value value = element(member, at, (int) Math.min(size, Integer.MAX_VALUE), 0);
                if (value != null) {
                    put(member.name(), value);
                    name(member, at);
                }
            }
        }

        /** One element, or a member that is no array; null when it was not seen. */
        private @Nullable Value element(Member member, int at, int size, int index) {
            if (member.type() == Member.Type.STRUCT) {
                Struct struct = table.struct(String.valueOf(member.struct()));
                Fields inner = new StructReader(table, vcpu, this)
                        .read(struct.variant(size, release), in.part(at, size), size);
                return inner.members().isEmpty() ? null : inner;
            }
            if (!in.has(at, member.type().isNumber() ? member.type().octets : size)) {
                return null;
            }
            if (!member.type().isNumber()) {
                return counted(LeafBuilder.octets(member, in, at, size));
            }
            BitsBy by = member.bitsBy();
            Param param = by != null && by.table().equals("hvm_param") ? param(by) : null;
            Leaf leaf = leaves.number(member, in, at, group(member, index, by, param), param);
            CpuidTable.Register register = by != null && by.register() != null ? register(by) : null;
            return counted(register == null || register.value() == null ? leaf : leaves.called(leaf, register, in, at));
        }

        private CpuidTable.@Nullable Register register(BitsBy by) {
            CpuidTable.Leaf leaf = leaf();
            return leaf == null ? null : leaf.registers().get(String.valueOf(by.register()));
        }

        private Leaf counted(Leaf leaf) {
            leavesLeft -= 1 + leaf.bits().size();
            return leaf;
        }

        private @Nullable Param param(BitsBy by) {
            Long index = scalar(by.field());
            return index == null ? null : Tables.hvmParams().param(index);
        }

        private @Nullable BitGroup group(Member member, int index, @Nullable BitsBy by, @Nullable Param param) {
            if (!bits) {
                return null;
            }
            String shared = member.bitsOf(index);
            if (shared != null) {
                return table.bits(shared);
            }
            if (by == null) {
                return member.ownBits();
            }
            if (by.table().equals("msr")) {
                Long msr = scalar(by.field());
                return msr == null ? null : Tables.msrs().bits(msr, Tables.msr());
            }
            if (by.table().equals("cpuid")) {
                CpuidTable.Register register = register(by);
                if (register == null) {
                    return null;
                }
                return register.shared() == null ? register.bits() : table.bits(register.shared());
            }
            return param == null ? null : param.bits();
        }

        private CpuidTable.@Nullable Leaf leaf() {
            Long leaf = scalar("leaf");
            Long subleaf = scalar("subleaf");
            return leaf == null || subleaf == null ? null : Tables.cpuidLeaves().leaf(leaf, subleaf);
        }

        /** What an index, or leaf and subleaf, stand for. */
        private void name(Member member, int at) {
            if (member.names() == null) {
                return;
            }
            long index = in.number(at, member.type().octets);
            CpuidTable.Leaf leaf = leaf();
            String name = switch (member.names()) {
                case "msr" -> Tables.msrs().name(index);
                case "hvm_param" -> Tables.hvmParams().name(index);
                default -> leaf == null ? null : leaf.name();
            };
            if (name != null) {
                put("name", counted(new Leaf(new Data.Text(name), in.offset() + at, member.type().octets, null)));
            }
        }

        private void array(Member member, int at, long size) {
            int stride = member.elementSize();
            long total = Math.min(count(member, size), size / stride);
            boolean whole = size <= in.length() - at && in.has(at, (int) size);
            if (member.zeroes() == Zeroes.TRIM && whole) {
                while (total > 0 && in.isZero(at + (int) (total - 1) * stride, stride)) {
                    total--;
                }
            }
            if (!member.labels().isEmpty()) {
                labelled(member, at, (int) Math.min(total, member.labels().size()));
                return;
            }
            List<Value> head = new ArrayList<>();
            int skipped = 0;
            for (int i = 0; i < total && head.size() < arrayHead && !isFull(); i++) {
                int place = at + i * stride;
                if (place >= in.length()) {
                    break;
                }
                if (member.zeroes() == Zeroes.SKIP && in.isZero(place, stride)) {
                    skipped++;
                    continue;
                }
                Value element = element(member, place, stride, i);
                if (element == null) {
                    break;
                }
                head.add(element);
            }
            if (total > skipped) {
                put(member.name(), new Value.Items(head, total - skipped, member.indexLabel()));
            }
        }

        private long count(Member member, long size) {
            Extent count = member.count();
            if (count == null || count.kind() == Kind.REST) {
                return size / member.elementSize();
            }
            Long told = count.isFixed() ? Long.valueOf(count.value()) : scalar(count.field());
            return told == null ? 0 : told;
        }

        private void labelled(Member member, int at, int count) {
            List<Field> named = new ArrayList<>();
            for (int i = 0; i < count && !isFull(); i++) {
                Value element = element(member, at + i * member.elementSize(), member.elementSize(), i);
                if (element != null) {
                    named.add(new Field(member.labels().get(i), element));
                }
            }
            if (!named.isEmpty()) {
                put(member.name(), new Fields(named));
            }
        }

        /** The part of an XSAVE area behind its header: the components the header says are there. */
        private void components(Member member, int at, long size) {
            Long present = headerWord();
            Long used = outer == null ? null : outer.scalar("xcr0_accum");
            if (present == null) {
                return;
            }
            Map<Integer, XstateTable.Place> places =
                    Tables.xstate().places(used == null ? present : used, xstate.places(), at + size);
            if (places == null) {
                if (in.has(at, (int) size) && !in.isZero(at, size)) {
                    put(member.name(), counted(OctetText.leaf(true, in, at, (int) size)));
                }
                return;
            }
            List<Field> shown = new ArrayList<>();
            for (XstateTable.Component component : Tables.xstate().components()) {
                XstateTable.Place place = places.get(component.bit());
                if (place != null && (present >>> component.bit() & 1) != 0) {
                    shown.add(new Field(component.name(), component(component, place)));
                }
            }
            if (!shown.isEmpty()) {
                put(member.name(), new Fields(shown));
            }
        }

        private @Nullable Long headerWord() {
            int at = 512;
            return in.has(at, 8) ? Long.valueOf(in.number(at, 8)) : null;
        }

        private Value component(XstateTable.Component component, XstateTable.Place place) {
            int stride = place.size() / component.count();
            List<Value> elements = new ArrayList<>();
            for (int i = 0; i < component.count(); i++) {
                int at = place.offset() + i * stride;
                if (!in.has(at, stride)) {
                    break;
                }
                elements.add(counted(LeafBuilder.guarded(in, at, stride)));
            }
            return component.count() == 1 && elements.size() == 1
                    ? elements.get(0)
                    : new Value.Items(elements, component.count());
        }

        private void put(String name, Value value) {
            fields.add(new Field(name, value));
        }
    }
}
