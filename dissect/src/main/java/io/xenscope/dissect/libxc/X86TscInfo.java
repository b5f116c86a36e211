package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

/**
 * X86_TSC_INFO (0x08): how the guest sees its time-stamp counter (modern-stream specification 4.7,
 * payload specification C.5).
 *
 * <pre>
 *  0       4       8               16      20      24
 *  +-------+-------+---------------+-------+-------+
 *  | mode  |  khz  | nsec (elapsed)| incarn|  res  |
 *  +-------+-------+---------------+-------+-------+
 * </pre>
 */
final class X86TscInfo extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x08, "X86_TSC_INFO", RecordType.Guests.ALL, 7, (image, offset, length) -> new X86TscInfo(image, offset));

    private static final int LENGTH = 24;
    private static final long NEVER_EMULATE = 2;
    private static final long PVRDTSCP = 3;

    private final ImageState image;

    private X86TscInfo(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        image.tscInfoSeen = true;
        if (element.bodyLength() != LENGTH) {
            element.finding(
                    FindingCode.TSR_001, element.start() + 4, 4, "expected 24 octets, found " + element.bodyLength());
        }
        if (in.length() >= LENGTH) {
            long mode = in.u32(0);
            if (mode > PVRDTSCP || mode == PVRDTSCP && image.knowledge().xenAtLeast(4, 12)) {
                element.finding(FindingCode.TSR_003, in.offset(), 4, "mode " + mode);
            }
            if (in.u32(20) != 0) {
                element.finding(FindingCode.TSR_002, in.offset() + 20, 4, "expected 0, found " + in.u32(20));
            }
        }
        if (in.length() >= LENGTH && image.judgesState()) {
            checkMode(in, element);
        }
        return image.layouts().read(Tables.stream(), "x86_tsc_info", seen(), element.bodyLength());
    }

    private void checkMode(Slice in, Element element) {
        long mode = in.u32(0);
        if (mode == PVRDTSCP && !image.knowledge().xenAtLeast(4, 12)) {
            element.finding(FindingCode.TSC_003, in.offset(), 4, "mode 3; the hypervisor refuses it from 4.12 on");
        }
        long khz = in.u32(4);
        if (mode == NEVER_EMULATE && (khz != 0 || in.u64(8) != 0)) {
            element.finding(FindingCode.TSC_004, in.offset() + 4, 12, "mode 2 with " + khz + " kHz");
        } else if (mode < NEVER_EMULATE && khz == 0) {
            element.finding(FindingCode.TSC_005, in.offset() + 4, 4, "mode " + mode + " with 0 kHz");
        }
    }
}
