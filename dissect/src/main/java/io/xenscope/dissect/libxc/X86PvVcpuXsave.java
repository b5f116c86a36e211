package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * X86_PV_VCPU_XSAVE (0x06): extended processor state of a virtual CPU (modern-stream specification 4.6).
 *
 * <pre>
 *  0       8               16              24
 *  +-------+---------------+---------------+-- … ------+
 *  |prefix |     xcr0      |  xcr0_accum   | xsave area|
 *  +-------+---------------+---------------+-- … ------+
 * </pre>
 */
final class X86PvVcpuXsave extends VcpuBody {

    static final String NAME = "X86_PV_VCPU_XSAVE";
    static final RecordType TYPE = new RecordType(
            0x06, NAME, RecordType.Guests.PV, 9, (image, offset, length) -> new X86PvVcpuXsave(image, offset));

    private static final long LEAST = 16;

    private X86PvVcpuXsave(ImageState image, long offset) {
        super(image, NAME, offset);
    }

    @Override
    void checkBlob(long blobLength, Element element) {
        long at = element.start() + 4;
        if (blobLength < LEAST) {
            element.finding(FindingCode.PVR_021, at, 4, "expected at least 16 octets, found " + blobLength);
        } else if (blobLength == LEAST) {
            element.finding(FindingCode.PVR_022, at, 4, "16 octets: the guest never used extended state");
        } else if (blobLength % LEAST != 0) {
            element.finding(
                    FindingCode.PVR_023,
                    at,
                    4,
                    blobLength + " octets; receivers before 4.12.3, 4.13.1 and 4.14 want a multiple of 16");
        }
    }

    @Override
    void blob(Slice in, FieldReader fields) {
        fields.hex64("xcr0", PREFIX).hex64("xcr0_accum", PREFIX + 8);
    }
}
