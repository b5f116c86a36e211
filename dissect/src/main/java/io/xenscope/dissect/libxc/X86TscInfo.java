package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import org.jspecify.annotations.Nullable;

/**
 * X86_TSC_INFO (0x08): how the guest sees its time-stamp counter (modern-stream specification 4.7).
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
        return new FieldReader(in)
                .u32("mode", 0, X86TscInfo::meaning)
                .u32("khz", 4)
                .u64("nsec", 8)
                .u32("incarnation", 16)
                .u32("reserved", 20)
                .fields();
    }

    private static @Nullable String meaning(long mode) {
        return switch ((int) mode) {
            case 0 -> "default";
            case 1 -> "always emulate";
            case 2 -> "never emulate";
            case 3 -> "PVRDTSCP";
            default -> null;
        };
    }
}
