package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;

/** VERIFY (0x0D): from here on page data is compared, not written (modern-stream specification 4.9, 7.2 B2). */
final class Verify extends EmptyBody {

    static final RecordType TYPE =
            new RecordType(0x0d, "VERIFY", RecordType.Guests.ALL, 6, (image, offset, length) -> new Verify(image));

    private final ImageState image;

    private Verify(ImageState image) {
        this.image = image;
    }

    @Override
    void signal(Element element) {
        Knowledge known = image.knowledge();
        image.verifying = true;
        long at = element.start();
        element.finding(FindingCode.LXC_021, at, 8, "page data behind it is compared with memory, not written");
        if (known.xenAtLeast(4, 7) && !known.xenAtLeast(4, 16)) {
            element.finding(
                    FindingCode.LXC_022,
                    at,
                    8,
                    "plain debug streams of Xen 4.7 to 4.15 carry no VERIFY by a sender bug");
        }
        if (known.isCheckpointed()) {
            element.finding(FindingCode.LXC_023, at, 8, "the receiver stops applying page data for good");
        }
    }
}
