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
 * X86_CPUID_POLICY (0x11): what CPUID answers in the guest (modern-stream specification 4.9, payload specification C.1).
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
    private static final long XSTATE = 0xd;
    private static final long ADDRESS_SIZES = 0x8000_0008L;

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
        if (!image.looksInside()) {
            Value leaves = new Value.Items(List.of(), in.length() / LEAF);
            return new FieldReader(in).value("leaves", leaves).fields();
        }
        CpuidFindings findings = new CpuidFindings(element);
        for (int at = 0; at + LEAF <= in.length(); at += LEAF) {
            Slice leaf = in.part(at, LEAF);
            if (image.judgesState()) {
                findings.leaf(leaf);
            }
            note(leaf);
        }
        FieldReader fields = new FieldReader(in);
        fields.value("leaves", image.layouts().readAll(Tables.cpuid(), "xen_cpuid_leaf", seen(), LEAF));
        return fields.fields();
    }

    /** What the state of the guest is read and judged by. */
    private void note(Slice leaf) {
        image.cr4.told(leaf.u32(0), leaf.u32(4), leaf.part(8, 16));
        if (leaf.u32(0) == XSTATE) {
            image.xstate.told(leaf.u32(4), leaf.u32(8), leaf.u32(12));
        } else if (leaf.u32(0) == ADDRESS_SIZES) {
            image.physicalBits = leaf.u8(8) <= 52 ? leaf.u8(8) : 0;
        }
    }
}
