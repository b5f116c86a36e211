package io.xenscope.dissect.compression;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Members of gzip behind the fixed part of the first header (RFC 1952, 2.2, 2.3):
 *
 * <pre>
 * stream  = rest , { fixed_header , rest } ;
 * rest    = [ extra ] , [ name ] , [ comment ] , [ header_crc ] , deflate , trailer ;
 * trailer = u32 crc32 , u32 length modulo 2^32 ;                               little-endian
 * </pre>
 */
final class GzipMembers extends Units {

    private static final int PIECE = 1 << 16;
    private static final int FIRST_PIECE = 1 << 10;
    private static final int TRAILER_LENGTH = 8;
    private static final int INFLATER_MEMORY = 48 << 10;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private byte[] given = new byte[FIRST_PIECE];
    private final byte[] unit = new byte[GzipHeader.LENGTH];
    private GzipHeader header;
    private int toSkip;
    private long told;
    private Part part = Part.HEADER;

    private enum Part {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CRC,
        DEFLATE,
        TRAILER
    }

    /** @param fixed the fixed part of the first header, which was read already */
    GzipMembers(Migration migration, Reporter reporter, Slice fixed) {
        super(migration, reporter, "gzip member");
        this.header = new GzipHeader(fixed.u8(3));
        behindFixed();
    }

    @Override
    public int octets(byte[] octets, int index, int length, Output output) {
        int at = index;
        int end = index + length;
        while (at < end && !isOver()) {
            // Where limits are reached must not depend on how the octets come in pieces.
            int atOnce = isLimited() ? 1 : end - at;
            at += part == Part.DEFLATE ? inflate(octets, at, atOnce, output) : framing(octets[at]);
        }
        return at - index;
    }

    /** Takes octets of the deflate stream, up to its end at most. */
    private int inflate(byte[] octets, int index, int length, Output output) {
        long before = inflater.getBytesRead();
        inflater.setInput(octets, index, length);
        try {
            boolean more;
            do {
                int got = inflater.inflate(given);
                give(got, output);
                more = got == given.length;
                if (more && given.length < PIECE) {
                    given = new byte[PIECE];
                }
                if (inflater.needsDictionary()) {
                    throw new DataFormatException();
                }
                // What was inflated may wait inside for room.
            } while (!isOver() && (more || !inflater.finished() && !inflater.needsInput()));
        } catch (DataFormatException e) {
            // What stands before the damage was written, but not counted for us.
            give((int) (inflater.getBytesWritten() - told), output);
            over(FindingCode.CAR_DECOMP_FAIL, "the deflate stream is damaged");
        }
        int taken = (int) (inflater.getBytesRead() - before);
        became(taken, 0);
        if (inflater.finished()) {
            part = Part.TRAILER;
        }
        return taken;
    }

    private void give(int octets, Output output) {
        told += octets;
        crc.update(given, 0, octets);
        became(0, octets);
        if (octets > 0) {
            output.octets(given, 0, octets);
        }
    }

    /** Takes one octet of what stands around the deflate stream. */
    private int framing(byte octet) {
        if (part == Part.NAME || part == Part.COMMENT || part == Part.EXTRA) {
            became(1, 0);
            boolean last = part == Part.EXTRA ? --toSkip == 0 : octet == 0;
            if (last) {
                behind(part);
            }
            return 1;
        }
        unit[count++] = octet;
        Slice seen = new Slice(unit, 0, count, 0, 0, ByteOrder.LITTLE_ENDIAN);
        switch (part) {
            case HEADER -> {
                if (!GzipHeader.isBegunBy(seen)) {
                    over(FindingCode.CAR_TRAIL, "octets behind the gzip member that begin no other one");
                } else if (count == GzipHeader.LENGTH) {
                    header = new GzipHeader(seen.u8(3));
                    complete();
                    behindFixed();
                }
            }
            case EXTRA_LENGTH -> {
                if (count == 2) {
                    toSkip = seen.u16(0);
                    complete();
                    behind(toSkip == 0 ? Part.EXTRA : Part.EXTRA_LENGTH);
                }
            }
            case HEADER_CRC -> {
                if (count == 2) {
                    complete();
                    behind(Part.HEADER_CRC);
                }
            }
            case TRAILER -> {
                if (count == TRAILER_LENGTH) {
                    trailer(seen);
                }
            }
            default -> throw new IllegalStateException("not kept: " + part);
        }
        return 1;
    }

    private void trailer(Slice seen) {
        if (seen.u32(0) != crc.getValue() || seen.u32(4) != (told & 0xffff_ffffL)) {
            over(FindingCode.CAR_DECOMP_FAIL, "the checksum of the member is wrong");
            return;
        }
        complete();
        part = Part.HEADER;
    }

    /** A unit is there whole. */
    private void complete() {
        became(count, 0);
        count = 0;
    }

    private void behindFixed() {
        inflater.reset();
        crc.reset();
        told = 0;
        part = Part.HEADER;
        if (header.hasExtra()) {
            part = Part.EXTRA_LENGTH;
        } else {
            behind(Part.EXTRA);
        }
    }

    /** The part of the header that follows {@code passed}. */
    private void behind(Part passed) {
        if (passed == Part.EXTRA_LENGTH) {
            part = Part.EXTRA;
        } else if (passed.compareTo(Part.NAME) < 0 && header.hasName()) {
            part = Part.NAME;
        } else if (passed.compareTo(Part.COMMENT) < 0 && header.hasComment()) {
            part = Part.COMMENT;
        } else if (passed.compareTo(Part.HEADER_CRC) < 0 && header.hasCrc()) {
            part = Part.HEADER_CRC;
        } else {
            part = Part.DEFLATE;
        }
    }

    @Override
    public long memory() {
        return (long) given.length + INFLATER_MEMORY;
    }

    @Override
    boolean mayEnd() {
        return part == Part.HEADER && count == 0;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
