package io.xenscope.dissect.compression;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;

/**
 * The fixed part of the header of a gzip member (RFC 1952, 2.3), little-endian.
 *
 * <pre>
 *  0       2    3     4       8     9    10
 *  +-------+----+-----+-------+-----+----+-- … --+-- … --+---- … ----+-----------+
 *  | 1f 8b | 08 | flg | mtime | xfl | os | extra | name  |  comment  | crc (u16) |
 *  +-------+----+-----+-------+-----+----+-- … --+-- … --+---- … ----+-----------+
 *  flg: bit 1 crc, 2 extra (u16 length first), 3 name, 4 comment (both end with a NUL); the others are 0
 * </pre>
 */
final class GzipHeader {

    static final int LENGTH = 10;

    private static final int CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;
    private static final int FLAGS = 3;

    private final int flags;

    /** @param flags the octet behind the method */
    GzipHeader(int flags) {
        this.flags = flags;
    }

    /** True when the octets begin a member, as far as there are any. */
    static boolean isBegunBy(Slice seen) {
        byte[] magic = {0x1f, (byte) 0x8b, 0x08};
        return seen.length() > 0
                && seen.agreesWith(magic)
                && (seen.length() <= FLAGS || (seen.u8(FLAGS) & RESERVED) == 0);
    }

    boolean hasCrc() {
        return (flags & CRC) != 0;
    }

    boolean hasExtra() {
        return (flags & EXTRA) != 0;
    }

    boolean hasName() {
        return (flags & NAME) != 0;
    }

    boolean hasComment() {
        return (flags & COMMENT) != 0;
    }

    /** @param in the fixed part */
    static Fields fields(Slice in) {
        return new FieldReader(in)
                .text("algorithm", 0, 3, "gzip")
                .leaf("checksum", 0, 2, new Data.Flag(true), null)
                .fields();
    }
}
