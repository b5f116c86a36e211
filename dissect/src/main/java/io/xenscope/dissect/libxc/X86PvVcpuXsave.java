package io.xenscope.dissect.libxc;

import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.XsaveArea;
import io.xenscope.dissect.layout.LayoutView;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

/**
 * X86_PV_VCPU_XSAVE (0x06): extended processor state of a virtual CPU (modern-stream specification 4.6, payload
 * specification B.3).
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
    private static final long LEAST_WITH_AREA = 592;

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
    void judge(Blob blob, Element element) {
        long length = blob.length();
        long at = blob.seen().offset();
        if (length > LEAST && length < LEAST_WITH_AREA) {
            element.finding(FindingCode.PV_016, at, length, "expected 16 octets or at least 592, found " + length);
            return;
        }
        LayoutView view = LayoutView.of(Tables.pv(), "pv_vcpu_xsave", blob.seen(), length, image().release());
        if (!view.has("xcr0_accum") || length == LEAST) {
            return;
        }
        for (XsaveArea.Fault fault : new XsaveArea(view, length).faults()) {
            element.finding(FindingCode.PV_017, fault.offset(), fault.length(), fault.text());
        }
        long area = image().xstate.extent(view.get("xcr0_accum"));
        long expected = LEAST + area;
        boolean surplus = length > expected && !blob.seen().isZero((int) expected, length - expected);
        if (area > 0 && (length < expected || surplus)) {
            element.finding(FindingCode.PV_017, at, length, length + " octets, " + expected + " expected");
        }
    }

    @Override
    void read(Blob blob, FieldReader fields) {
        if (image().looksInside()) {
            fields.all(image().layouts().read(Tables.pv(), "pv_vcpu_xsave", blob.seen(), blob.length(), blob.vcpu()));
        } else {
            fields.hex64("xcr0", PREFIX).hex64("xcr0_accum", PREFIX + 8);
        }
    }
}
