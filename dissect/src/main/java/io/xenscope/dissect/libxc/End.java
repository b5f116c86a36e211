package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge.Guest;

/** END (0x00): the last record; the receiver now applies vCPU and HVM state (modern-stream specification 4.9, 4.11). */
final class End extends EmptyBody {

    static final RecordType TYPE =
            new RecordType(0x00, "END", RecordType.Guests.ALL, 10, (image, offset, length) -> new End(image));

    private final ImageState image;

    private End(ImageState image) {
        this.image = image;
    }

    @Override
    void signal(Element element) {
        if (image.knowledge().epochs > 0) {
            element.finding(
                    FindingCode.CKP_002,
                    element.start(),
                    8,
                    "the receiver leaves its loop and uses checkpoint " + image.knowledge().epochs);
        } else {
            StateCheck.complete(image, element);
        }
        boolean neverSaid = image.version >= 3 && !image.staticEnd && !image.pageDataTooEarly;
        if (neverSaid && image.knowledge().domainType != Guest.UNKNOWN) {
            element.finding(FindingCode.STA_003, element.start(), 8, "a version 3 image needs STATIC_DATA_END");
        }
    }
}
