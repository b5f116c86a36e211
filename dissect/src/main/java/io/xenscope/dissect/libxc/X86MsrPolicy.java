package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * X86_MSR_POLICY (0x12): values of model-specific registers that describe the guest's CPU, as {@link MsrEntries}
 * (modern-stream specification 4.9).
 */
final class X86MsrPolicy extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x12,
            "X86_MSR_POLICY",
            RecordType.Guests.ALL,
            3,
            (image, offset, length) -> new X86MsrPolicy(image, offset));

    private final ImageState image;

    private X86MsrPolicy(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long length = element.bodyLength();
        if (length == 0 || length % MsrEntries.LENGTH != 0) {
            element.finding(
                    FindingCode.STA_007, element.start() + 4, 4, "expected a positive multiple of 16, found " + length);
        }
        PolicyPlace.check(image, element, image.msrPolicySeen);
        image.msrPolicySeen = true;
        FieldReader fields = new FieldReader(in);
        MsrEntries.read(in, 0, "flags", image.arrayHead(), fields);
        return fields.fields();
    }
}
