package io.xenscope.dissect.libxc;

import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

/**
 * X86_PV_VCPU_EXTENDED (0x05): the hypervisor's extended context of a virtual CPU, at most 128 octets (modern-stream
 * specification 4.6, payload specification B.2).
 */
final class X86PvVcpuExtended extends VcpuBody {

    static final String NAME = "X86_PV_VCPU_EXTENDED";
    static final RecordType TYPE = new RecordType(
            0x05, NAME, RecordType.Guests.PV, 9, (image, offset, length) -> new X86PvVcpuExtended(image, offset));

    private static final long MOST = 128;
    private static final long LEAST = 32;

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

    @Override
    void judge(Blob blob, Element element) {
        long at = blob.seen().offset();
        if (blob.length() == MOST) {
            element.finding(FindingCode.PV_015, at, blob.length(), "128 octets; those behind the size are undefined");
        }
        if (!blob.seen().has(0, 8)) {
            return;
        }
        long size = blob.seen().number(4, 4);
        if (size < LEAST || size > blob.length()) {
            element.finding(FindingCode.PV_012, at + 4, 4, "size " + size + " in " + blob.length() + " octets");
        }
        if (blob.vcpu() >= 0 && blob.seen().number(0, 4) != blob.vcpu()) {
            element.finding(
                    FindingCode.PV_013,
                    at,
                    4,
                    "vCPU " + blob.seen().number(0, 4) + " in the record of vCPU " + blob.vcpu());
        }
        for (int callback : new int[] {8, 16}) {
            if (blob.seen().has(callback, 8)) {
                long address = blob.seen().number(callback, 8);
                if (address << 16 >> 16 != address) {
                    element.finding(FindingCode.PV_014, at + callback, 8, "0x" + Long.toHexString(address));
                }
            }
        }
    }

    /** The size field tells the layout: converted streams fill up to 128 octets with what lay about. */
    @Override
    void read(Blob blob, FieldReader fields) {
        if (!image().looksInside()) {
            return;
        }
        long told = blob.seen().has(4, 4) ? blob.seen().number(4, 4) : blob.length();
        long size = told < LEAST ? blob.length() : Math.min(told, blob.length());
        SeenOctets valid = blob.seen().part(0, size);
        fields.value(
                "context", image().layouts().read(Tables.pv(), "xen_domctl_ext_vcpucontext", valid, size, blob.vcpu()));
    }
}
