package io.xenscope.dissect.libxc;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import org.jspecify.annotations.Nullable;

/**
 * X86_PV_VCPU_BASIC (0x04): registers of a virtual CPU, a {@code vcpu_guest_context} of the guest's width with frame
 * numbers made PFNs (modern-stream specification 4.6, payload specification B.1). 5168 octets for 64-bit guests, 2800 for 32-bit ones.
 * That of vCPU 0 names the {@linkplain io.xenscope.dissect.pv.StartInfoPages start_info page}, which is shown with it.
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

    @Override
    void judge(Blob blob, Element element) {
        String struct = struct(blob);
        if (struct != null) {
            new PvContextFindings(image(), element).judge(struct, blob);
        }
    }

    @Override
    void read(Blob blob, FieldReader fields) {
        String struct = struct(blob);
        if (struct != null && image().looksInside()) {
            Fields startInfo = blob.vcpu() == 0
                    ? image().startInfo.fields(blob.seen(), struct.endsWith("64"), image().layouts())
                    : null;
            if (startInfo != null) {
                fields.value("start_info", startInfo);
            }
            fields.value(
                    "context", image().layouts().read(Tables.pv(), struct, blob.seen(), blob.length(), blob.vcpu()));
        }
    }

    /** The structure by the guest's width, or by the length where X86_PV_INFO was not seen; null when neither tells. */
    private @Nullable String struct(Blob blob) {
        int width = image().guestWidth;
        if (width == 8 || width != 4 && blob.length() == BLOB_64) {
            return "vcpu_guest_context_x86_64";
        }
        return width == 4 || blob.length() == BLOB_32 ? "vcpu_guest_context_x86_32" : null;
    }
}
