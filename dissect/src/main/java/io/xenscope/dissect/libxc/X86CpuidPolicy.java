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
 * X86_CPUID_POLICY (0x11): what CPUID answers in the guest (modern-stream specification 4.9).
 *
 * <pre>
 *  0       4       8       12      16      20      24
 *  +-------+-------+-------+-------+-------+-------+
 *  | leaf  |subleaf|  a    |   b   |   c   |   d   |   repeated; subleaf ffffffff: none
 *  +-------+-------+-------+-------+-------+-------+
 * </pre>
 */
final class X86CpuidPolicy extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x11,
            "X86_CPUID_POLICY",
            RecordType.Guests.ALL,
            2,
            (image, offset, length) -> new X86CpuidPolicy(image, offset));

    private static final int LEAF = 24;

    private final ImageState image;

    private X86CpuidPolicy(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long length = element.bodyLength();
        if (length == 0 || length % LEAF != 0) {
            element.finding(
                    FindingCode.STA_006, element.start() + 4, 4, "expected a positive multiple of 24, found " + length);
        }
        PolicyPlace.check(image, element, image.cpuidPolicySeen);
        image.cpuidPolicySeen = true;
        int total = in.length() / LEAF;
        List<Value> head = new ArrayList<>();
        for (int i = 0; i < Math.min(total, image.arrayHead()); i++) {
            head.add(new FieldReader(in.part(i * LEAF, LEAF))
                    .hex32("leaf", 0)
                    .hex32("subleaf", 4)
                    .hex32("a", 8)
                    .hex32("b", 12)
                    .hex32("c", 16)
                    .hex32("d", 20)
                    .fields());
        }
        return new FieldReader(in).value("leaves", new Value.Items(head, total)).fields();
    }
}
