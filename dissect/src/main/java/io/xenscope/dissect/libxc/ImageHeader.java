package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;

/**
 * The image header, always big-endian (modern-stream specification 4.1).
 *
 * <pre>
 *  0               8       12      16  18  20      24
 *  +---------------+-------+-------+---+---+-------+
 *  | ff × 8        | XENF  |version|opt|res|  res  |
 *  +---------------+-------+-------+---+---+-------+
 * </pre>
 */
final class ImageHeader {

    static final int LENGTH = 24;

    private static final long MARKER = -1L;
    private static final long XENF = 0x58454e46L;
    private static final int BIG_ENDIAN_BODY = 1;

    private ImageHeader() {}

    /** Raises findings, notes version and byte order; false when nothing behind the header can be read. */
    static boolean check(Slice octets, ImageState image, Element element) {
        Slice in = octets.in(ByteOrder.BIG_ENDIAN);
        long at = in.offset();
        boolean sound = true;
        if (in.u64(0) != MARKER) {
            element.finding(
                    FindingCode.LXC_001, at, 8, "expected eight octets ff, found 0x" + Long.toHexString(in.u64(0)));
            sound = false;
        }
        if (in.u32(8) != XENF) {
            element.finding(FindingCode.LXC_002, at + 8, 4, "expected XENF, found 0x" + Long.toHexString(in.u32(8)));
            sound = false;
        }
        long version = in.u32(12);
        if (version < 2 || version > 3) {
            element.finding(
                    FindingCode.LXC_003,
                    at + 12,
                    4,
                    "expected version 2 or 3, found " + version + "; receivers before 4.14 accept 2 only");
        }
        image.version = (int) Math.min(version, Integer.MAX_VALUE);
        image.knowledge().format = version == 2 ? "libxc-v2" : version == 3 ? "libxc-v3" : null;
        int options = in.u16(16);
        if ((options & BIG_ENDIAN_BODY) != 0) {
            element.finding(
                    FindingCode.LXC_005, at + 16, 2, "no receiver reads big-endian images; the verifier misreads them");
            image.order = ByteOrder.BIG_ENDIAN;
        }
        if ((options & ~BIG_ENDIAN_BODY) != 0) {
            element.finding(FindingCode.LXC_006, at + 16, 2, "options 0x" + Integer.toHexString(options));
        }
        if (in.u16(18) != 0 || in.u32(20) != 0) {
            element.finding(FindingCode.LXC_007, at + 18, 6, "expected zero octets");
        }
        return sound;
    }

    static Fields fields(Slice octets) {
        return new FieldReader(octets.in(ByteOrder.BIG_ENDIAN))
                .hex64("marker", 0)
                .text("id", 8, 4)
                .u32("version", 12)
                .hex16("options", 16)
                .u16("reserved1", 18)
                .u32("reserved2", 20)
                .fields();
    }
}
