package io.xenscope.dissect.qemu;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.event.Value.Leaf;
import io.xenscope.dissect.fields.OctetText;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Release;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.layout.Xstate;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the octets of a device by its {@link Description}: to find where they end, or to name them. One walk
 * serves one state, so that all its sections together keep to the limits.
 */
final class FieldWalk {

    private static final int NO_FIT = -1;
    private static final int SUBSECTION = 5;
    private static final int PCI_CONFIG = 256;
    private static final int HEADER_TYPE = 14;

    /** Elements shown of an array. */
    private static final int SHOWN = 256;

    /** Fields visited in a state; real ones have some thousands. */
    private static final int MOST_VISITS = 1 << 22;

    private final SeenOctets in;
    private final int arrayHead;
    private final LayoutReader layouts;
    private int visitsLeft = MOST_VISITS;
    private int leavesLeft;

    /** @param in a device state; numbers are read big-endian */
    FieldWalk(SeenOctets in, DissectOptions options) {
        this.in = in;
        this.arrayHead = Math.min(SHOWN, options.limits().arrayHead());
        this.leavesLeft = options.limits().leavesKept();
        this.layouts = new LayoutReader(
                options.depth() == DissectOptions.Depth.BITS, options.limits(), Release.UNKNOWN, new Xstate());
    }

    /** Place behind the fields of {@code device} and the subsections that are there; −1 when there is no room for them. */
    int end(Description device, int at) {
        return walk(device, at, null);
    }

    /** The fields that begin at {@code at}; what was lost is left out. */
    Fields fields(Description device, int at) {
        List<Field> fields = new ArrayList<>();
        walk(device, at, fields);
        return new Fields(fields);
    }

    private int walk(Description device, int from, @Nullable List<Field> into) {
        int at = from;
        Set<String> names = new HashSet<>();
        for (Part part : device.parts()) {
            if (visitsLeft-- <= 0) {
                return NO_FIT;
            }
            boolean wanted = into != null && leavesLeft > 0;
            Description struct = part.struct();
            List<Value> structures = wanted && struct != null ? new ArrayList<>() : null;
            int next = struct != null ? structures(part, struct, at, structures) : behind(part, at);
            if (next == NO_FIT) {
                return NO_FIT;
            }
            Value value =
                    structures != null ? value(part, structures) : wanted && struct == null ? plain(part, at) : null;
            if (into != null && value != null) {
                into.add(new Field(unused(part.name(), names), value));
            }
            at = next;
        }
        return subsections(device, at, into);
    }

    /** Place behind a structure or an array of some; {@code into} takes as many as are shown. */
    private int structures(Part part, Description struct, int from, @Nullable List<Value> into) {
        int at = from;
        for (int i = 0; i < part.elements(); i++) {
            boolean shown = into != null && into.size() < arrayHead && leavesLeft > 0;
            List<Field> fields = shown ? new ArrayList<>() : null;
            int next = walk(struct, at, fields);
            if (next == NO_FIT) {
                return NO_FIT;
            }
            if (into != null && fields != null) {
                into.add(new Fields(fields));
            }
            if (next == at) {
                break;
            }
            at = next;
        }
        return at;
    }

    private static @Nullable Value value(Part part, List<Value> structures) {
        if (part.isArray()) {
            return new Value.Items(structures, part.count());
        }
        return structures.isEmpty() ? null : structures.get(0);
    }

    private int behind(Part part, int at) {
        long end = at + (long) part.size() * part.elements();
        return end <= in.length() ? (int) end : NO_FIT;
    }

    /** Names are unique among the fields of a structure; descriptions from a stream need not keep to it. */
    private static String unused(String name, Set<String> taken) {
        String free = name;
        for (int i = 1; !taken.add(free); i++) {
            free = name + "[" + i + "]";
        }
        return free;
    }

    private int subsections(Description device, int from, @Nullable List<Field> into) {
        int at = from;
        List<Value> found = new ArrayList<>();
        for (Description subsection : device.subsections()) {
            int length = subsection.name().length();
            int payload = at + 6 + length;
            if (!in.has(at, 6 + length) || in.number(at, 1) != SUBSECTION || in.number(at + 1, 1) != length) {
                continue;
            }
            boolean same = in.octets().part(at + 2, length).text().equals(subsection.name())
                    && in.number(payload - 4, 4) == subsection.version();
            if (!same) {
                continue;
            }
            List<Field> fields = into == null ? null : new ArrayList<>();
            int end = walk(subsection, payload, fields);
            if (end == NO_FIT) {
                return NO_FIT;
            }
            if (fields != null) {
                found.add(new Fields(List.of(
                        new Field("name", leaf(new Data.Text(subsection.name()), at + 2, length, null)),
                        new Field("version", leaf(new Data.Numeric(subsection.version()), payload - 4, 4, null)),
                        new Field("state", new Fields(fields)))));
            }
            at = end;
        }
        if (into != null && !found.isEmpty()) {
            into.add(new Field("subsections", new Value.Items(found, found.size())));
        }
        return at;
    }

    private @Nullable Value plain(Part part, int at) {
        if (!part.isArray()) {
            return element(part, at);
        }
        List<Value> head = new ArrayList<>();
        for (int i = 0; i < part.count() && head.size() < arrayHead && leavesLeft > 0 && part.size() > 0; i++) {
            Value element = element(part, at + i * part.size());
            if (element == null) {
                break;
            }
            head.add(element);
        }
        return new Value.Items(head, part.count());
    }

    /** One element; null when it was lost, or is room without content. */
    private @Nullable Value element(Part part, int at) {
        int size = part.size();
        if (size == 0 || !in.has(at, size)) {
            return null;
        }
        leavesLeft--;
        return switch (part.kind()) {
            case FLAG -> leaf(guard(part, new Data.Flag(in.number(at, 1) != 0)), at, 1, null);
            case SIGNED -> leaf(guard(part, new Data.Numeric(signed(at, size))), at, size, null);
            case UNSIGNED -> leaf(guard(part, unsigned(at, size)), at, size, null);
            case TIMER ->
                leaf(new Data.Numeric(signed(at, size)), at, size, signed(at, size) == -1 ? "not armed" : "ns");
            case UNUSED -> in.isZero(at, size) ? null : OctetText.leaf(true, in, at, size);
            case PCI_CONFIG -> config(at, size);
            case PCI_LINES -> lines(at);
            default -> OctetText.leaf(true, in, at, size);
        };
    }

    private Data unsigned(int at, int size) {
        long value = in.number(at, size);
        return size == 8 ? new Data.Hex(value) : new Data.Numeric(value);
    }

    private long signed(int at, int size) {
        int unused = Long.SIZE - 8 * size;
        return in.number(at, size) << unused >> unused;
    }

    private static Data guard(Part part, Data data) {
        return part.secret() ? new Data.Guarded(data) : data;
    }

    /** Configuration space, which is little-endian; the layout holds for everything but bridges. */
    private Value config(int at, int size) {
        SeenOctets space = in.part(at, size).in(ByteOrder.LITTLE_ENDIAN);
        boolean device = size >= PCI_CONFIG && (space.number(HEADER_TYPE, 1) & 0x7f) == 0;
        return device
                ? layouts.read(Tables.pci(), "pci_config", space.part(0, PCI_CONFIG), PCI_CONFIG)
                : OctetText.leaf(true, in, at, size);
    }

    private Value lines(int at) {
        List<Value> lines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lines.add(leaf(new Data.Numeric(signed(at + 4 * i, 4)), at + 4 * i, 4, null));
        }
        return new Value.Items(lines, lines.size());
    }

    private Leaf leaf(Data data, int at, int length, @Nullable String text) {
        return new Leaf(data, in.offset() + at, length, text);
    }
}
