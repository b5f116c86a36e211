package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

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
        return new FieldReader(in).u32("pad", 0).hex64("value", 4).fields();
    }
}
