package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * X86_PV_INFO (0x02): word size and page-table depth of a PV guest (modern-stream specification 4.6).
 *
 * <pre>
 *  0 1 2     8
 *  +-+-+-----+
 *  |w|l| res |   w: octets of a word, 4 or 8; l: page-table levels, 3 or 4
 *  +-+-+-----+
 * </pre>
 */
final class X86PvInfo extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x02, "X86_PV_INFO", RecordType.Guests.PV, 1, (image, offset, length) -> new X86PvInfo(image, offset));

    private static final int LENGTH = 8;

    private final ImageState image;

    private X86PvInfo(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        long length = element.bodyLength();
        if (image.pvInfoSeen) {
            element.finding(FindingCode.PVR_001, element.start(), 8, "the guest's width is already known");
        }
        if (length < LENGTH) {
            element.finding(FindingCode.PVR_002, element.start() + 4, 4, "expected 8 octets, found " + length);
        } else if (length > LENGTH) {
            element.finding(FindingCode.PVR_003, element.start() + 4, 4, "expected 8 octets, found " + length);
        }
        // Also where octets of it were lost: it came, and later records do not stand before it.
        image.pvInfoSeen |= length >= LENGTH;
        if (in.length() >= LENGTH) {
            check(in, element);
        }
        return new FieldReader(in)
                .u8("guest_width", 0)
                .u8("pt_levels", 1)
                .u16("reserved1", 2)
                .u32("reserved2", 4)
                .fields();
    }

    private void check(Slice in, Element element) {
        int width = in.u8(0);
        int levels = in.u8(1);
        if (!(width == 4 && levels == 3) && !(width == 8 && levels == 4)) {
            element.finding(
                    FindingCode.PVR_004,
                    in.offset(),
                    2,
                    "expected width 4 with 3 levels or width 8 with 4, found " + width + " with " + levels);
        }
        if (in.u16(2) != 0 || in.u32(4) != 0) {
            element.finding(FindingCode.PVR_005, in.offset() + 2, 6, "expected zero octets");
        }
        image.guestWidth = width;
        if (width == 4 || width == 8) {
            image.knowledge().guestWidth = width * 8;
        }
    }
}
