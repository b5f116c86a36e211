package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;

/**
 * The stream header, always big-endian (modern-stream specification 3.1).
 *
 * <pre>
 *  0               8       12      16
 *  +---------------+-------+-------+
 *  | LibxlFmt      |version|options|   options: bit 0 big-endian records, bit 1 converted
 *  +---------------+-------+-------+
 * </pre>
 */
final class StreamHeader {

    static final int LENGTH = 16;

    private static final long IDENT = 0x4c6962786c466d74L;
    private static final long BIG_ENDIAN_RECORDS = 1;
    private static final long CONVERTED = 2;

    private StreamHeader() {}

    static boolean isBigEndian(Slice octets) {
        return (octets.in(ByteOrder.BIG_ENDIAN).u32(12) & BIG_ENDIAN_RECORDS) != 0;
    }

    static boolean isConverted(Slice octets) {
        return (octets.in(ByteOrder.BIG_ENDIAN).u32(12) & CONVERTED) != 0;
    }

    /** Raises findings; false when nothing behind the header can be read. */
    static boolean check(Slice octets, Element element) {
        Slice in = octets.in(ByteOrder.BIG_ENDIAN);
        long at = in.offset();
        boolean sound = in.u64(0) == IDENT;
        if (!sound) {
            element.finding(FindingCode.LXL_001, at, 8, "expected LibxlFmt, found 0x" + Long.toHexString(in.u64(0)));
        }
        if (in.u32(8) != 2) {
            element.finding(FindingCode.LXL_002, at + 8, 4, "expected version 2, found " + in.u32(8));
        }
        long options = in.u32(12);
        String shown = "options 0x" + Long.toHexString(options);
        if ((options & BIG_ENDIAN_RECORDS) != 0) {
            element.finding(FindingCode.LXL_003, at + 12, 4, shown + "; no receiver reads big-endian streams");
        }
        if ((options & CONVERTED) != 0) {
            element.finding(FindingCode.LXL_004, at + 12, 4, shown);
        }
        if ((options & 0xfffc) != 0) {
            element.finding(FindingCode.LXL_005, at + 12, 4, shown);
        }
        if ((options & 0xffff_0000L) != 0) {
            element.finding(FindingCode.LXL_006, at + 12, 4, shown);
        }
        return sound;
    }

    static Fields fields(Slice octets) {
        return new FieldReader(octets.in(ByteOrder.BIG_ENDIAN))
                .text("ident", 0, 8)
                .u32("version", 8)
                .hex32("options", 12)
                .fields();
    }
}
