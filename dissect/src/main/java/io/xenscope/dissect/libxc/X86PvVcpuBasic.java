package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * X86_PV_VCPU_BASIC (0x04): registers of a virtual CPU, a {@code vcpu_guest_context} of the guest's width with frame
 * numbers made PFNs (modern-stream specification 4.6). 5168 octets for 64-bit guests, 2800 for 32-bit ones.
 */
final class X86PvVcpuBasic extends VcpuBody {

    static final String NAME = "X86_PV_VCPU_BASIC";
    static final RecordType TYPE = new RecordType(
            0x04, NAME, RecordType.Guests.PV, 9, (image, offset, length) -> new X86PvVcpuBasic(image, offset));

    private static final long BLOB_64 = 5168;
    private static final long BLOB_32 = 2800;

    private X86PvVcpuBasic(ImageState image, long offset) {
        super(image, NAME, offset);
    }

    @Override
    void checkBlob(long blobLength, Element element) {
        int width = image().guestWidth;
        long expected = width == 4 ? BLOB_32 : BLOB_64;
        if ((width == 4 || width == 8) && blobLength != expected) {
            element.finding(
                    FindingCode.PVR_019,
                    element.start() + 4,
                    4,
                    "expected " + expected + " octets for a " + width * 8 + "-bit guest, found " + blobLength);
        }
    }
}
