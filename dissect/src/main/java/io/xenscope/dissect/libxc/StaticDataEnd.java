package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** STATIC_DATA_END (0x10): the static part is complete, policies apply now (modern-stream specification 4.9). */
final class StaticDataEnd extends EmptyBody {

    static final RecordType TYPE = new RecordType(
            0x10, "STATIC_DATA_END", RecordType.Guests.ALL, 4, (image, offset, length) -> new StaticDataEnd(image));

    private final ImageState image;

    private StaticDataEnd(ImageState image) {
        this.image = image;
    }

    @Override
    void signal(Element element) {
        long at = element.start();
        if (image.staticEnd && !image.recordsLost) {
            element.finding(FindingCode.STA_001, at, 8, "the static part had ended before");
        }
        if (image.version == 2) {
            element.finding(FindingCode.STA_002, at, 8, "accepted by receivers from 4.14 on, unknown before");
        }
        image.staticEnd = true;
        boolean complete = image.cpuidPolicySeen && image.msrPolicySeen || image.recordsLost;
        if (!complete && image.version >= 3 && !image.knowledge().isConverted()) {
            String missing = image.cpuidPolicySeen ? "" : "X86_CPUID_POLICY ";
            missing += image.msrPolicySeen ? "" : "X86_MSR_POLICY ";
            element.finding(
                    FindingCode.STA_008, at, 8, missing + "did not come; the toolstack makes up a compatible policy");
        }
    }
}
