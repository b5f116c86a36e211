package io.xenscope.dissect.compression;

import io.xenscope.dissect.Decompression;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.Arrays;

/**
 * Frames of zstd behind the first frame header (RFC 8878, 3.1.1, 3.1.2), unit by unit, so that damage shows at the same
 * place however the octets come:
 *
 * <pre>
 * stream = { block } , [ checksum ] , { frame_header , { block } , [ checksum ] | skippable_frame } ;
 * block  = u24 ( bit 0 last, bits 1–2 type, 3–23 size ) , octets ;          little-endian
 * </pre>
 */
final class ZstdFrames extends Units {

    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int BLOCK_HEADER = 3;
    private static final int BLOCK_MOST = 1 << 17;
    private static final int DECOMPRESSOR_MEMORY = 192 << 10;
    private static final long WINDOW_MOST = 128 << 20;
    private static final int RLE = 1;
    private static final int RESERVED = 3;

    private final Decompression.Decompressor zstd;
    private ZstdFrameHeader frame;
    private byte[] unit = new byte[1024];
    private int wanted;
    private long toSkip;
    private boolean lastBlock;
    private Part part = Part.BLOCK_HEADER;
    private long given;

    private enum Part {
        BLOCK_HEADER,
        BLOCK,
        CHECKSUM,
        MAGIC,
        DESCRIPTOR,
        FRAME_HEADER,
        SKIP_LENGTH,
        SKIP
    }

    /** @param header the frame header, which was read already */
    ZstdFrames(Decompression decompression, Migration migration, Reporter reporter, Slice header) {
        super(migration, reporter, "zstd frame");
        this.zstd = decompression.zstd();
        this.frame = new ZstdFrameHeader(header.u8(4));
        this.wanted = BLOCK_HEADER;
        zstd.next(header.octets(), header.start(), header.length(), (octets, index, length) -> {});
    }

    @Override
    public int octets(byte[] octets, int index, int length, Output output) {
        int at = index;
        int end = index + length;
        while (at < end) {
            if (part == Part.SKIP) {
                int passed = (int) Math.min(toSkip, end - at);
                toSkip -= passed;
                at += passed;
                became(passed, 0);
                if (toSkip == 0) {
                    next(Part.MAGIC, 4);
                }
                continue;
            }
            int taken = Math.min(wanted - count, end - at);
            keep(octets, at, taken);
            at += taken;
            if (count == wanted && (!complete(output) || isOver())) {
                return at - index;
            }
        }
        return length;
    }

    private void keep(byte[] octets, int at, int length) {
        if (count + length > unit.length) {
            unit = Arrays.copyOf(unit, Math.max(count + length, Math.min(2 * unit.length, BLOCK_HEADER + BLOCK_MOST)));
        }
        System.arraycopy(octets, at, unit, count, length);
        count += length;
    }

    /** A part is there whole; false when it cannot go on. */
    private boolean complete(Output output) {
        switch (part) {
            case BLOCK_HEADER -> {
                int word = unit[0] & 0xff | (unit[1] & 0xff) << 8 | (unit[2] & 0xff) << 16;
                int type = word >>> 1 & 3;
                int size = word >>> 3;
                lastBlock = (word & 1) != 0;
                if (type == RESERVED || size > BLOCK_MOST) {
                    return fail("a block header is damaged");
                }
                part = Part.BLOCK;
                wanted = BLOCK_HEADER + (type == RLE ? 1 : size);
                return count < wanted || complete(output);
            }
            case BLOCK -> {
                if (!decode(output)) {
                    return fail("a block cannot be decompressed");
                }
                if (!lastBlock) {
                    return next(Part.BLOCK_HEADER, BLOCK_HEADER);
                }
                return frame.hasChecksum() ? next(Part.CHECKSUM, 4) : next(Part.MAGIC, 4);
            }
            case CHECKSUM -> {
                return decode(output) ? next(Part.MAGIC, 4) : fail("the checksum of the frame is wrong");
            }
            case MAGIC -> {
                int magic = word();
                if (magic == MAGIC) {
                    part = Part.DESCRIPTOR;
                    wanted = ZstdFrameHeader.LOOK;
                    return true;
                }
                return (magic & ~0xf) == SKIPPABLE
                        ? skippable()
                        : cannotGoOn(FindingCode.CAR_TRAIL, "octets behind the zstd frame that begin no other one");
            }
            case DESCRIPTOR -> {
                frame = new ZstdFrameHeader(unit[4] & 0xff);
                part = Part.FRAME_HEADER;
                wanted = frame.length();
                return count < wanted || complete(output);
            }
            case FRAME_HEADER -> {
                return decode(output) ? next(Part.BLOCK_HEADER, BLOCK_HEADER) : fail("a frame header is damaged");
            }
            case SKIP_LENGTH -> {
                toSkip = word() & 0xffff_ffffL;
                became(count, 0);
                return next(toSkip == 0 ? Part.MAGIC : Part.SKIP, 4);
            }
            case SKIP -> throw new IllegalStateException("octets that are skipped are not kept");
        }
        return true;
    }

    private boolean skippable() {
        became(count, 0);
        return next(Part.SKIP_LENGTH, 4);
    }

    private int word() {
        return unit[0] & 0xff | (unit[1] & 0xff) << 8 | (unit[2] & 0xff) << 16 | unit[3] << 24;
    }

    private boolean next(Part following, int octets) {
        part = following;
        wanted = octets;
        count = 0;
        return true;
    }

    private boolean decode(Output output) {
        given = 0;
        boolean sound = zstd.next(unit, 0, count, (octets, index, length) -> {
            given += length;
            output.octets(octets, index, length);
        });
        became(sound ? count : 0, given);
        return sound;
    }

    private boolean fail(String what) {
        return cannotGoOn(FindingCode.CAR_DECOMP_FAIL, what);
    }

    private boolean cannotGoOn(FindingCode code, String what) {
        over(code, what);
        return false;
    }

    @Override
    public long memory() {
        return unit.length + DECOMPRESSOR_MEMORY + Math.min(plain(), WINDOW_MOST);
    }

    @Override
    boolean mayEnd() {
        return part == Part.MAGIC && count == 0;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
