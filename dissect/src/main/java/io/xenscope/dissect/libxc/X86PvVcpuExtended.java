package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * X86_PV_VCPU_EXTENDED (0x05): the hypervisor's extended context of a virtual CPU, at most 128 octets (modern-stream
 * specification 4.6).
 */
final class X86PvVcpuExtended extends VcpuBody {

    static final String NAME = "X86_PV_VCPU_EXTENDED";
    static final RecordType TYPE = new RecordType(
            0x05, NAME, RecordType.Guests.PV, 9, (image, offset, length) -> new X86PvVcpuExtended(image, offset));

    private static final long MOST = 128;

    private X86PvVcpuExtended(ImageState image, long offset) {
        super(image, NAME, offset);
    }

    @Override
    void checkBlob(long blobLength, Element element) {
        if (blobLength > MOST) {
            element.finding(
                    FindingCode.PVR_020, element.start() + 4, 4, "expected at most 128 octets, found " + blobLength);
        }
    }
}
