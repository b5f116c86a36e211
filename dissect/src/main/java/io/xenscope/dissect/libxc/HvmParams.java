package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * HVM_PARAMS (0x0A): parameters of an HVM guest (modern-stream specification 4.8).
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

    private final ImageState image;

    private HvmParams(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long at = element.start();
        long length = element.bodyLength();
        if (!image.hvmContextSeen && !image.hvmParamsSeen) {
            element.finding(FindingCode.HVR_013, at, 8, "as the converter and the specification have it");
        }
        image.hvmParamsSeen = true;
        if (length < PREFIX) {
            element.finding(FindingCode.HVR_004, at + 4, 4, "expected at least 8 octets, found " + length);
        }
        FieldReader fields = new FieldReader(in).u32("count", 0).u32("reserved", 4);
        if (in.length() >= PREFIX) {
            checkPrefix(in, length, element);
            long count = in.u32(0);
            int present = (int) Math.min(count, (in.length() - PREFIX) / ENTRY);
            List<Value> head = new ArrayList<>();
            for (int i = 0; i < present; i++) {
                Slice entry = in.part(PREFIX + i * ENTRY, ENTRY);
                checkEntry(entry, element);
                if (i < image.arrayHead()) {
                    head.add(new FieldReader(entry)
                            .u64("index", 0)
                            .value("name", name(entry))
                            .hex64("value", 8)
                            .fields());
                }
            }
            fields.value("params", new Value.Items(head, present));
        }
        return fields.fields();
    }

    private static Value name(Slice entry) {
        return new Value.Leaf(new Value.Data.Text(HvmParamNames.name(entry.u64(0))), entry.offset(), 8, null);
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
        String which = HvmParamNames.name(index) + " (index " + Long.toUnsignedString(index) + ")";
        if (!HvmParamNames.isAssigned(index)) {
            element.finding(FindingCode.HVR_008, at, 8, which + ": the hypervisor refuses it");
        } else if (index == HvmParamNames.PAE_ENABLED) {
            element.finding(FindingCode.HVR_009, at, 8, "receivers from 4.14 on drop it");
        } else if (!HvmParamNames.isSent(index)) {
            element.finding(FindingCode.HVR_011, at, 8, which);
        }
        if (HvmParamNames.isAssigned(index) && !image.hvmParams.add(index)) {
            element.finding(FindingCode.HVR_010, at, 8, which + "; the last one wins");
        }
        if (entry.u64(8) == 0) {
            element.finding(FindingCode.HVR_012, at + 8, 8, which + " is 0; native senders leave it out");
        }
    }
}
