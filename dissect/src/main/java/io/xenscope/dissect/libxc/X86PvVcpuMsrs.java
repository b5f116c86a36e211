package io.xenscope.dissect.libxc;

import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.MsrList;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import java.util.List;

/**
 * X86_PV_VCPU_MSRS (0x0C): model-specific registers of a virtual CPU (modern-stream specification 4.6).
 *
 * <pre>
 *  0       8       12      16              24
 *  +-------+-------+-------+---------------+-- …
 *  |prefix | index |  res  |     value     | …
 *  +-------+-------+-------+---------------+-- …
 * </pre>
 */
final class X86PvVcpuMsrs extends VcpuBody {

    static final String NAME = "X86_PV_VCPU_MSRS";
    static final RecordType TYPE = new RecordType(
            0x0c, NAME, RecordType.Guests.PV, 9, (image, offset, length) -> new X86PvVcpuMsrs(image, offset));

    private static final int ENTRY = 16;

    private X86PvVcpuMsrs(ImageState image, long offset) {
        super(image, NAME, offset);
    }

    @Override
    void checkBlob(long blobLength, Element element) {
        if (blobLength % ENTRY != 0) {
            element.finding(
                    FindingCode.PVR_024,
                    element.start() + 4,
                    4,
                    "expected a multiple of 16 octets, found " + blobLength);
        }
    }

    @Override
    void judge(Blob blob, Element element) {
        new MsrList(element::finding, NAME).check(blob.seen());
    }

    @Override
    void read(Blob blob, FieldReader fields) {
        fields.value(
                "msrs",
                image().looksInside()
                        ? image().layouts().readAll(Tables.pv(), "xen_domctl_vcpu_msr", blob.seen(), ENTRY)
                        : new Value.Items(List.of(), blob.seen().length() / ENTRY));
    }
}
