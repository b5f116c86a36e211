package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * TOOLSTACK (−18): libxl's list of memory the device model has mapped (legacy-stream specification 4.4.6). A 64-bit
 * toolstack leaves 4 stray octets behind each name.
 *
 * <pre>
 *  0       4       8      12      16
 *  +-------+-------+-------+-------+---------------+-------+-------+-------+------ … --+
 *  | −18   | length|version| count |  phys_offset  |  start_addr   |     size      |namelen| name
 *  +-------+-------+-------+-------+---------------+-------+-------+-------+------ … --+
 * </pre>
 */
final class Toolstack {

    private static final int ENTRY = 28;

    private final ImageState image;
    private final Slice in;
    private final Element element;

    private Toolstack(ImageState image, Slice in, Element element) {
        this.image = image;
        this.in = in;
        this.element = element;
    }

    static Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next) {
        Element element = image.begin(type, header, 8, 0);
        return Step.read(4, size -> {
            long length = size.u32(0);
            element.grow(8 + length, length);
            KeptOctets kept = new KeptOctets(element.start() + 8, image.bodyKept());
            return Step.stream(length, kept, () -> {
                image.complete(element, new Toolstack(image, kept.seen(), element).fields());
                return next.get();
            });
        });
    }

    private Fields fields() {
        long length = element.bodyLength();
        boolean seenWhole = in.length() == length;
        if (length == 0) {
            element.finding(FindingCode.E55, element.start() + 4, 4, "receivers may fail to allocate no octets");
        } else if (length < 8 || in.length() >= 4 && in.u32(0) != 1) {
            element.finding(
                    FindingCode.E54,
                    element.start() + 4,
                    8,
                    "expected version 1 and at least 8 octets; libxl refuses it at the end of the restore");
        }
        FieldReader fields = new FieldReader(in).u32("version", 0).u32("count", 4);
        if (!seenWhole || length < 8 || in.u32(0) != 1) {
            return fields.fields();
        }
        int stray = fits(4) ? 4 : 0;
        if (stray == 0 && !fits(0)) {
            element.finding(
                    FindingCode.E54,
                    in.offset() + 4,
                    4,
                    in.u32(4) + " entries do not fill " + length + " octets, whichever the toolstack's width");
        } else {
            fields.value("entries", image.looksInside() ? entries(stray) : new Value.Items(List.of(), in.u32(4)));
        }
        return fields.fields();
    }

    /** True when the entries, each with {@code stray} octets behind its name, end with the chunk. */
    private boolean fits(int stray) {
        long count = in.u32(4);
        long at = 8;
        for (long i = 0; i < count; i++) {
            if (at + ENTRY > in.length()) {
                return false;
            }
            at += ENTRY + in.u32((int) at + 24) + stray;
        }
        return at == in.length();
    }

    private Value entries(int stray) {
        long count = in.u32(4);
        String struct = stray == 0 ? "libxl_physmap_info_32" : "libxl_physmap_info_64";
        LayoutReader layouts = image.layouts();
        List<Value> entries = new ArrayList<>();
        int at = 8;
        for (long i = 0; i < count && entries.size() < image.arrayHead(); i++) {
            int length = ENTRY + (int) in.u32(at + 24) + stray;
            entries.add(layouts.read(Tables.toolstack(), struct, SeenOctets.whole(in.part(at, length)), length));
            at += length;
        }
        return new Value.Items(entries, count);
    }
}
