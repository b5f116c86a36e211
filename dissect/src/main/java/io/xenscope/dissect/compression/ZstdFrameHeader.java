package io.xenscope.dissect.compression;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;

/**
 * The header of a zstd frame (RFC 8878, 3.1.1), little-endian.
 *
 * <pre>
 *  0       4   5     6
 *  +-------+---+-----+------- … -------+-------- … -------+
 *  | magic |fhd|wd ? |dictionary (0–4) |content size (0–8)|
 *  +-------+---+-----+------- … -------+-------- … -------+
 *  fhd: bits 0–1 octets of the dictionary id, 2 checksum, 3 reserved, 5 single segment (no wd), 6–7 octets of the size
 * </pre>
 */
public final class ZstdFrameHeader {

    /** Octets that tell how long the header is. */
    public static final int LOOK = 5;

    private static final int[] DICTIONARY = {0, 1, 2, 4};
    private static final int[] CONTENT = {0, 2, 4, 8};
    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int CHECKSUM = 1 << 2;

    private final int descriptor;

    /** @param descriptor the octet behind the magic */
    public ZstdFrameHeader(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Octets of the header with its magic. */
    public int length() {
        return LOOK + windowOctets() + DICTIONARY[descriptor & 3] + contentOctets();
    }

    /** Whether four octets of a checksum stand behind the last block. */
    public boolean hasChecksum() {
        return (descriptor & CHECKSUM) != 0;
    }

    private int windowOctets() {
        return (descriptor & SINGLE_SEGMENT) != 0 ? 0 : 1;
    }

    private int contentOctets() {
        int flag = descriptor >>> 6;
        return flag == 0 ? 1 - windowOctets() : CONTENT[flag];
    }

    /** @param in the whole header */
    Fields fields(Slice in) {
        FieldReader fields = new FieldReader(in)
                .text("algorithm", 0, 4, "zstd")
                .leaf("checksum", 4, 1, new Data.Flag(hasChecksum()), null);
        if (windowOctets() == 1) {
            int exponent = in.u8(LOOK) >>> 3;
            long base = 1L << (10 + exponent);
            fields.leaf("window", LOOK, 1, new Data.Numeric(base + base / 8 * (in.u8(LOOK) & 7)), null);
        }
        int at = length() - contentOctets();
        switch (contentOctets()) {
            case 1 -> fields.u8("content_length", at);
            case 2 -> fields.leaf("content_length", at, 2, new Data.Numeric(in.u16(at) + 256L), null);
            case 4 -> fields.u32("content_length", at);
            case 8 -> fields.u64("content_length", at);
            default -> {}
        }
        return fields.fields();
    }
}
