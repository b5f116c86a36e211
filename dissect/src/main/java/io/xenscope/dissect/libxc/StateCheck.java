package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge.Guest;

/** What must have come before END or CHECKPOINT makes a guest of the image (modern-stream specification 4.11). */
final class StateCheck {

    private StateCheck() {}

    static void complete(ImageState image, Element element) {
        long at = element.start();
        if (image.knowledge().domainType == Guest.UNKNOWN || image.epochLost) {
            return;
        }
        if (image.pv && !image.vcpuLost && !image.vcpuRecords.contains(VcpuBody.key(X86PvVcpuBasic.NAME, 0))) {
            element.finding(FindingCode.PVR_025, at, 8, "the receiver needs X86_PV_VCPU_BASIC of vCPU 0");
        }
        if (!image.pv && !image.hvmContextSeen) {
            element.finding(FindingCode.HVR_002, at, 8, "the receiver needs an HVM_CONTEXT");
        }
        image.enlightenments.check(element, at, 8);
        if (!image.tscInfoSeen) {
            element.finding(FindingCode.TSR_004, at, 8, "no X86_TSC_INFO before " + element.type());
        }
        if (image.p2mFrames != null && image.p2mFrames.size() > 0) {
            element.finding(
                    FindingCode.PGD_019,
                    at,
                    8,
                    image.p2mFrames.size() + " frames of the guest's P2M table were never sent with data");
        }
    }
}
