package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.Enlightenments;
import io.xenscope.dissect.migration.Element;
import java.util.Map;

/**
 * A chunk with one parameter of an HVM guest (legacy-stream specification 4.3, "16-byte").
 *
 * <pre>
 *  0       4       8              16
 *  +-------+-------+---------------+
 *  |  id   |  pad  |     value     |
 *  +-------+-------+---------------+
 * </pre>
 */
final class HvmParameter {

    private static final int ACPI_IOPORTS = -10;

    /** The parameter each chunk holds. */
    private static final Map<Integer, Long> INDEXES = Map.ofEntries(
            Map.entry(-3, 12L),
            Map.entry(-4, 15L),
            Map.entry(-8, 17L),
            Map.entry(ACPI_IOPORTS, 19L),
            Map.entry(-11, 9L),
            Map.entry(-14, 34L),
            Map.entry(-15, 27L),
            Map.entry(-16, 28L),
            Map.entry(-17, 29L),
            Map.entry(-19, 32L),
            Map.entry(-20, 33L),
            Map.entry(-21, 36L));

    private HvmParameter() {}

    static Fields fields(ImageState image, ChunkType type, Slice in, Element element) {
        if (image.pv) {
            element.finding(FindingCode.E53, element.start(), 4, type.name() + " for a PV guest");
        }
        if (in.length() >= 4 && in.u32(0) != 0) {
            element.finding(FindingCode.E52, in.offset(), 4, "found " + ImageState.hex(in.u32(0)));
        }
        if (type.id() == ACPI_IOPORTS && in.length() == 12 && in.u64(4) >>> 1 != 0) {
            element.finding(
                    FindingCode.E51,
                    in.offset() + 4,
                    8,
                    "found " + ImageState.hex(in.u64(4)) + "; receivers ignore it");
        }
        Long index = INDEXES.get(type.id());
        boolean whole = in.length() >= 12;
        if (index != null && index == Enlightenments.PARAMETER) {
            image.enlightenments.parameter(whole ? in.u64(4) : 1);
        }
        if (index != null && whole) {
            image.judgePage(element, index, in.u64(4), in.offset() + 4);
        }
        FieldReader fields = new FieldReader(in).u32("pad", 0);
        if (!image.looksInside()) {
            fields.hex64("value", 4);
        } else if (in.length() >= 12) {
            fields.value("value", image.layouts().hvmParam(index == null ? -1 : index, SeenOctets.whole(in), 4));
        }
        return fields.fields();
    }
}
