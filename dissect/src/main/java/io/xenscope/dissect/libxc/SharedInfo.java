package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

/** SHARED_INFO (0x07): the page a PV guest shares with the hypervisor, 4096 octets (modern-stream specification 4.6, payload
 * specification B.6). */
final class SharedInfo extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x07, "SHARED_INFO", RecordType.Guests.PV, 8, (image, offset, length) -> new SharedInfo(image, offset));

    private static final long LENGTH = 4096;
    private static final int VCPUS = 32;

    private final ImageState image;

    private SharedInfo(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        if (!image.pvInfoSeen && !image.recordsLost) {
            element.finding(FindingCode.PVR_013, element.start(), 8, "the guest's width is not known yet");
        }
        if (element.bodyLength() != LENGTH) {
            element.finding(
                    FindingCode.PVR_014, element.start() + 4, 4, "expected 4096 octets, found " + element.bodyLength());
        }
        FieldReader fields = new FieldReader(in);
        if (whole) {
            Digest digest = new Digest();
            digest.octets(in.octets(), in.start(), in.length());
            OpaqueBody.describe(fields, digest, 0, in.length());
        }
        if (image.looksInside() && (image.guestWidth == 4 || image.guestWidth == 8)) {
            String struct = image.guestWidth == 8 ? "shared_info_x86_64" : "shared_info_x86_32";
            if (image.judgesState()) {
                judge(struct, element);
            }
            fields.value("page", image.layouts().readPage(Tables.sharedInfo(), struct, seen(), element.bodyLength()));
        }
        return fields.fields();
    }

    private void judge(String struct, Element element) {
        LayoutView page = LayoutView.ofPage(Tables.sharedInfo(), struct, seen(), image.release());
        int size = page.size();
        int behind = page.octets().length() - size;
        if (behind > 0 && !page.octets().isZero(size, behind)) {
            element.finding(FindingCode.SHI_002, page.octets().offset() + size, behind, "behind octet " + size);
        }
        LayoutView arch = page.inner("arch", 0);
        Long end = image.knowledge().pvEndPfn;
        if (end != null && arch.has("max_pfn") && arch.get("max_pfn") - 1 != end) {
            element.finding(
                    FindingCode.SHI_003,
                    arch.offset("max_pfn"),
                    arch.width("max_pfn"),
                    "max_pfn " + arch.get("max_pfn") + ", the last PFN of X86_PV_P2M_FRAMES is " + end);
        }
        if (page.has("wc_version") && (page.get("wc_version") & 1) != 0) {
            element.finding(FindingCode.SHI_004, page.offset("wc_version"), 4, "wall clock");
        }
        for (int vcpu = 0; vcpu < VCPUS; vcpu++) {
            LayoutView time = page.inner("vcpu_info", vcpu).inner("time", 0);
            if (time.has("version") && (time.get("version") & 1) != 0) {
                element.finding(FindingCode.SHI_004, time.offset("version"), 4, "time of vCPU " + vcpu);
            }
        }
    }
}
