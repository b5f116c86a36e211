package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** Where a policy record may stand in an image (modern-stream specification 4.9, 7.1 D24). */
final class PolicyPlace {

    private PolicyPlace() {}

    static void check(ImageState image, Element element, boolean seenBefore) {
        long at = element.start();
        if (image.version == 2) {
            element.finding(FindingCode.STA_004, at, 8, "accepted by receivers from 4.14 on");
        }
        if (image.recordsLost) {
            return;
        }
        if (image.staticEnd) {
            element.finding(FindingCode.STA_005, at, 8, "stored by the receiver, but never applied");
        }
        if (seenBefore) {
            element.finding(FindingCode.STA_010, at, 8, element.type() + " came before; this one replaces it");
        }
    }
}
