package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.Enlightenments;
import io.xenscope.dissect.layout.HvmParamTable;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * HVM_PARAMS (0x0A): parameters of an HVM guest (modern-stream specification 4.8, payload specification C.6).
 *
 * <pre>
 *  0       4       8               16              24
 *  +-------+-------+---------------+---------------+-- …
 *  | count |  res  |     index     |     value     | …
 *  +-------+-------+---------------+---------------+-- …
 * </pre>
 */
final class HvmParams extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x0a, "HVM_PARAMS", RecordType.Guests.HVM, 8, (image, offset, length) -> new HvmParams(image, offset));

    private static final int PREFIX = 8;
    private static final int ENTRY = 16;
    private static final long PAE_ENABLED = 4;
    private static final long KNOWN_ENLIGHTENMENTS = 0x1fff;

    private final ImageState image;
    private final HvmParamTable table = Tables.hvmParams();

    private HvmParams(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long at = element.start();
        long length = element.bodyLength();
        if (!image.hvmContextSeen && !image.hvmParamsSeen && !image.epochLost) {
            element.finding(FindingCode.HVR_013, at, 8, "as the converter and the specification have it");
        }
        image.hvmParamsSeen = true;
        if (length < PREFIX) {
            element.finding(FindingCode.HVR_004, at + 4, 4, "expected at least 8 octets, found " + length);
        }
        if (in.length() >= PREFIX) {
            checkPrefix(in, length, element);
            long present = Math.min(in.u32(0), (in.length() - PREFIX) / ENTRY);
            if (!whole) {
                image.enlightenments.parameter(1);
            }
            for (int i = 0; i < present; i++) {
                checkEntry(in.part(PREFIX + i * ENTRY, ENTRY), element);
            }
        }
        return fields(seen());
    }

    private Fields fields(SeenOctets seen) {
        LayoutReader layouts = image.layouts();
        List<Field> fields =
                new ArrayList<>(layouts.read(Tables.params(), "hvm_params_header", seen.part(0, PREFIX), PREFIX)
                        .members());
        if (seen.has(0, PREFIX)) {
            long present = Math.min(seen.number(0, 4), (seen.length() - PREFIX) / ENTRY);
            Value params = image.looksInside()
                    ? layouts.readAll(Tables.params(), "hvm_params_entry", seen.part(PREFIX, present * ENTRY), ENTRY)
                    : new Value.Items(List.of(), present);
            fields.add(new Field("params", params));
        }
        return new Fields(fields);
    }

    private static void checkPrefix(Slice in, long length, Element element) {
        long count = in.u32(0);
        if (count == 0) {
            element.finding(FindingCode.HVR_006, in.offset(), 4, "written by old senders without a parameter to send");
        }
        if (length != PREFIX + ENTRY * count) {
            element.finding(
                    FindingCode.HVR_005,
                    in.offset() - 4,
                    4,
                    "expected " + (PREFIX + ENTRY * count) + " octets for " + count + " parameters, found " + length);
        }
        if (in.u32(4) != 0) {
            element.finding(FindingCode.HVR_007, in.offset() + 4, 4, "expected 0, found " + in.u32(4));
        }
    }

    private void checkEntry(Slice entry, Element element) {
        long index = entry.u64(0);
        long at = entry.offset();
        String which = table.name(index) + " (index " + Long.toUnsignedString(index) + ")";
        if (!table.isAssigned(index)) {
            element.finding(FindingCode.HVR_008, at, 8, which + ": the hypervisor refuses it");
        } else if (index == PAE_ENABLED) {
            element.finding(FindingCode.HVR_009, at, 8, "receivers from 4.14 on drop it");
        } else if (!table.isSent(index)) {
            element.finding(FindingCode.HVR_011, at, 8, which);
        }
        if (table.isAssigned(index) && !image.hvmParams.add(index)) {
            element.finding(FindingCode.HVR_010, at, 8, which + "; the last one wins");
        }
        if (entry.u64(8) == 0) {
            element.finding(FindingCode.HVR_012, at + 8, 8, which + " is 0; native senders leave it out");
        }
        if (index == Enlightenments.PARAMETER && image.judgesState()) {
            checkViridian(entry.u64(8), at + 8, element);
            image.enlightenments.parameter(entry.u64(8));
        }
        if (image.judgesState() && image.knowledge().startSeen) {
            image.namedPages.check(element, index, entry.u64(8), at + 8);
        }
    }

    private static void checkViridian(long mask, long at, Element element) {
        if (mask != 0 && ((mask & 1) == 0 || (mask & ~KNOWN_ENLIGHTENMENTS) != 0)) {
            element.finding(FindingCode.PAR_009, at, 8, "mask 0x" + Long.toHexString(mask));
        }
    }
}
