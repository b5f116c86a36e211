package io.xenscope.dissect.layout;

import io.xenscope.dissect.event.Value.Bits;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.event.Value.Leaf;
import io.xenscope.dissect.fields.OctetText;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.HvmParamTable.Param;
import io.xenscope.dissect.layout.Member.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Makes a leaf of a number or of octets: data, meaning, bit fields. */
final class LeafBuilder {

    private static final String OTHERS = "other_bits";

    private final Table table;
    private final boolean bits;
    private final long vcpu;

    LeafBuilder(Table table, boolean bits, long vcpu) {
        this.table = table;
        this.bits = bits;
        this.vcpu = vcpu;
    }

    /**
     * A number.
     *
     * @param group its bit fields; null when it has none
     * @param param the HVM parameter whose value it is; null when it is something else
     */
    Leaf number(Member member, SeenOctets in, int at, @Nullable BitGroup group, @Nullable Param param) {
        Member.Type type = member.type();
        long raw = in.number(at, type.octets);
        int unused = Long.SIZE - 8 * type.octets;
        long value = type.signed ? raw << unused >> unused : raw;
        Format format = param == null ? member.format() : param.format();
        boolean startInfo = format == Format.PFN_VCPU0 && vcpu == 0;
        boolean large = type == Member.Type.U64 && value < 0;
        Data data = param != null || format.isHex() || large ? new Data.Hex(raw) : new Data.Numeric(value);
        if (member.secret() && !startInfo) {
            data = new Data.Guarded(data);
        }
        StringJoiner text = new StringJoiner(", ");
        add(text, startInfo ? "PFN of start_info" : null);
        add(text, member.enumeration() == null ? null : name(member.enumeration(), value));
        add(text, param == null ? null : name(param, value));
        add(text, member.unit());
        add(text, format == Format.BOOL ? value == 0 ? "false" : value == 1 ? "true" : null : null);
        if (member.expect() != null && member.expect() != value) {
            text.add("expected " + (format.isHex() ? "0x" : "")
                    + Long.toString(member.expect(), format.isHex() ? 16 : 10));
        }
        List<Bits> parts = bits && group != null ? parts(group, raw, 8 * type.octets) : List.of();
        if (bits) {
            add(text, format == Format.BITMAP ? positions(raw) : flags(parts));
        }
        return new Leaf(data, in.offset() + at, type.octets, text.length() == 0 ? null : text.toString(), parts);
    }

    private static void add(StringJoiner text, @Nullable String part) {
        if (part != null && !part.isEmpty()) {
            text.add(part);
        }
    }

    /** What a value is called; names of registers and parameters stand beside it. */
    private @Nullable String name(String enumeration, long value) {
        return table.enumeration(enumeration).name(value);
    }

    private @Nullable String name(Param param, long value) {
        String name = param.values().get(value);
        return name == null && param.enumeration() != null ? name(param.enumeration(), value) : name;
    }

    private List<Bits> parts(BitGroup group, long value, int width) {
        List<Bits> parts = new ArrayList<>();
        for (BitGroup.Part part : group.parts()) {
            long own = part.of(value);
            if (part.lsb() < width && (own != 0 || !part.reserved())) {
                String names = group.names(part, value);
                parts.add(
                        new Bits(part.name(), part.lsb(), part.width(), own, names == null ? null : name(names, own)));
            }
        }
        long others = value & ~group.known();
        if (others != 0) {
            parts.add(new Bits(OTHERS, 0, width, others, "not defined"));
        }
        return parts;
    }

    /** The parts that are not zero, for people. */
    private static String flags(List<Bits> parts) {
        StringJoiner flags = new StringJoiner(" ");
        for (Bits part : parts) {
            if (part.value() != 0) {
                String value = part.text() == null || part.name().equals(OTHERS)
                        ? part.width() > 4 ? "0x" + Long.toHexString(part.value()) : Long.toString(part.value())
                        : part.text();
                flags.add(part.width() == 1 && part.text() == null ? part.name() : part.name() + "=" + value);
            }
        }
        return flags.toString();
    }

    private static String positions(long bitmap) {
        StringJoiner positions = new StringJoiner(" ", "bits ", "").setEmptyValue("");
        for (long rest = bitmap; rest != 0; rest &= rest - 1) {
            positions.add(Integer.toString(Long.numberOfTrailingZeros(rest)));
        }
        return positions.toString();
    }

    /** A register of CPUID that holds a number or four characters. */
    Leaf called(Leaf leaf, CpuidTable.Register register, SeenOctets in, int at) {
        String what = register.value();
        if (register.ascii()) {
            what += " \"" + in.part(at, 4).octets().text().replace("\0", "") + '"';
        }
        String text = leaf.text() == null ? what : what + ", " + leaf.text();
        return new Leaf(leaf.data(), leaf.offset(), leaf.length(), text, leaf.bits());
    }

    /** Octets that are no number. */
    static Leaf octets(Member member, SeenOctets in, int at, int size) {
        if (member.format() != Format.ASCII) {
            return OctetText.leaf(member.secret(), in, at, size);
        }
        byte[] octets = in.octets().octets();
        int start = in.octets().start() + at;
        int length = 0;
        while (length < size && octets[start + length] != 0) {
            length++;
        }
        String text = new String(octets, start, length, StandardCharsets.ISO_8859_1);
        return new Leaf(member.config() ? new Data.Secret(text) : new Data.Text(text), in.offset() + at, size, null);
    }

    /** A number of up to 8 octets, or octets, that belong to the guest. */
    static Leaf guarded(SeenOctets in, int at, int size) {
        boolean number = size == 4 || size == 8;
        return number
                ? new Leaf(new Data.Guarded(new Data.Hex(in.number(at, size))), in.offset() + at, size, null)
                : OctetText.leaf(true, in, at, size);
    }
}
