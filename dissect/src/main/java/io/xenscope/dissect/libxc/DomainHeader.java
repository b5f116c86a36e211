package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Guest;
import org.jspecify.annotations.Nullable;

/**
 * The domain header, in the image's byte order (modern-stream specification 4.2).
 *
 * <pre>
 *  0       4   6   8       12      16
 *  +-------+---+---+-------+-------+
 *  | type  |shf|res| major | minor |
 *  +-------+---+---+-------+-------+
 * </pre>
 */
final class DomainHeader {

    static final int LENGTH = 16;

    private static final int PV = 1;
    private static final int HVM = 2;
    private static final int PAGE_SHIFT = 12;

    private DomainHeader() {}

    static void check(Slice in, ImageState image, Element element) {
        Knowledge known = image.knowledge();
        long at = in.offset();
        long type = in.u32(0);
        if (type != PV && type != HVM) {
            element.finding(FindingCode.LXC_008, at, 4, "expected 1 (x86 PV) or 2 (x86 HVM), found " + type);
        }
        image.pv = type == PV;
        known.domainType = type == PV ? Guest.PV : type == HVM ? Guest.HVM : Guest.UNKNOWN;
        boolean hvmConfigured = known.configured == Guest.HVM || known.configured == Guest.PVH;
        if (type == PV && hvmConfigured || type == HVM && known.configured == Guest.PV) {
            element.finding(
                    FindingCode.XLH_014,
                    at,
                    4,
                    "the configuration says " + known.configured + ", the image " + meaning(type));
        }
        int shift = in.u16(4);
        if (shift == PAGE_SHIFT) {
            known.pageSize = 1 << PAGE_SHIFT;
        } else {
            element.finding(FindingCode.LXC_011, at + 4, 2, "expected page shift 12, found " + shift);
        }
        if (in.u16(6) != 0) {
            element.finding(FindingCode.LXC_009, at + 6, 2, "expected 0, found " + in.u16(6));
        }
        known.xenMajor = (int) in.u32(8);
        known.xenMinor = in.u32(12);
        if (known.isConverted()) {
            element.finding(
                    FindingCode.LXC_012, at + 8, 8, "written by the legacy converter, version " + known.xenMinor);
        } else {
            release(image, at, element);
        }
    }

    private static void release(ImageState image, long at, Element element) {
        Knowledge known = image.knowledge();
        boolean writesVersion3 = known.xenAtLeast(4, 14);
        if (image.version == 3 && !writesVersion3 || image.version == 2 && writesVersion3) {
            element.finding(
                    FindingCode.LXC_004,
                    at + 8,
                    8,
                    "version " + image.version + " from Xen " + known.xenMajor + "." + known.xenMinor
                            + "; senders write version 3 from 4.14 on");
        }
    }

    static Fields fields(Slice in) {
        return new FieldReader(in)
                .u32("type", 0, DomainHeader::meaning)
                .u16("page_shift", 4)
                .u16("reserved", 6)
                .u32("xen_major", 8)
                .u32("xen_minor", 12)
                .fields();
    }

    private static @Nullable String meaning(long type) {
        return type == PV ? "x86 PV" : type == HVM ? "x86 HVM" : null;
    }
}
