package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import java.util.List;

/**
 * X86_MSR_POLICY (0x12): values of model-specific registers that describe the guest's CPU (modern-stream specification
 * 4.9, payload specification C.3).
 *
 * <pre>
 *  0       4       8               16
 *  +-------+-------+---------------+
 *  | index | flags |     value     |   repeated
 *  +-------+-------+---------------+
 * </pre>
 */
final class X86MsrPolicy extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x12,
            "X86_MSR_POLICY",
            RecordType.Guests.ALL,
            3,
            (image, offset, length) -> new X86MsrPolicy(image, offset));

    private static final int ENTRY = 16;
    private static final long PLATFORM_INFO = 0xce;

    private final ImageState image;

    private X86MsrPolicy(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long length = element.bodyLength();
        if (length == 0 || length % ENTRY != 0) {
            element.finding(
                    FindingCode.STA_007, element.start() + 4, 4, "expected a positive multiple of 16, found " + length);
        }
        PolicyPlace.check(image, element, image.msrPolicySeen);
        image.msrPolicySeen = true;
        for (int at = 0; image.judgesState() && at + ENTRY <= in.length(); at += ENTRY) {
            checkEntry(in.part(at, ENTRY), element);
        }
        FieldReader fields = new FieldReader(in);
        fields.value(
                "msrs",
                image.looksInside()
                        ? image.layouts().readAll(Tables.msr(), "xen_msr_entry", seen(), ENTRY)
                        : new Value.Items(List.of(), in.length() / ENTRY));
        return fields.fields();
    }

    private static void checkEntry(Slice entry, Element element) {
        long index = entry.u32(0);
        String which = Tables.msrName(index);
        if (entry.u32(4) != 0) {
            element.finding(FindingCode.POL_002, entry.offset() + 4, 4, which + ": flags " + entry.u32(4));
        }
        if (!Tables.carriesMsr("X86_MSR_POLICY", index)) {
            element.finding(FindingCode.POL_003, entry.offset(), 4, which);
        }
        if (index == PLATFORM_INFO && entry.u64(8) >>> 32 != 0) {
            element.finding(
                    FindingCode.POL_004, entry.offset() + 8, 8, which + " is 0x" + Long.toHexString(entry.u64(8)));
        }
    }
}
