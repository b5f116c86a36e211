package io.xenscope.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.xenscope.dissect.compression.ZstdFrameHeader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Frames of zstd one behind the other (RFC 8878, 3.1), windows of up to 128 MiB:
 *
 * <pre>
 * file  = { frame | 0x184d2a50–5f , u32 length , octets } ;                 little-endian
 * frame = header , { block } , [ checksum ] ;
 * block = u24 ( bit 0 last, bits 1–2 type, 3–23 size ) , octets ;
 * </pre>
 *
 * <p>The library gets one of these at a time, whole, so that what stands before damage comes out however the octets came.
 * Its own stream class loses what it had decoded of the same piece, and takes a frame that is cut short for the end when it
 * read its beginning together with the end of another one.
 */
final class ZstdDecoder extends InputStream {

    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int BLOCK_HEADER = 3;
    private static final int BLOCK_MOST = 1 << 17;
    private static final int RLE = 1;
    private static final int CHECKSUM = 4;

    private final InputStream source;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    /** Header, block or checksum at hand. */
    private final ByteBuffer unit =
            ByteBuffer.allocate(BLOCK_HEADER + BLOCK_MOST).order(ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer from = ByteBuffer.allocateDirect(unit.capacity()).limit(0);
    private final ByteBuffer to = ByteBuffer.allocateDirect(BLOCK_MOST).limit(0);
    private ZstdFrameHeader frame = new ZstdFrameHeader(0);
    private Part next = Part.HEADER;
    private boolean more;

    private enum Part {
        HEADER,
        BLOCK,
        CHECKSUM
    }

    ZstdDecoder(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return decode() ? to.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!decode()) {
            return -1;
        }
        int count = Math.min(length, to.remaining());
        to.get(into, at, count);
        return count;
    }

    /** Sees to it that there are decoded octets; false at the end. */
    private boolean decode() throws IOException {
        while (!to.hasRemaining()) {
            if (!more && !from.hasRemaining()) {
                if (next == Part.HEADER && !header()) {
                    return false;
                }
                part();
                from.clear().put(unit.flip()).flip();
                unit.clear();
            }
            to.clear();
            try {
                context.decompressDirectByteBufferStream(to, from);
                // What is decoded may wait inside for room.
                more = !to.hasRemaining();
            } finally {
                to.flip();
            }
        }
        return true;
    }

    /** Reads the part that is next; of a header all but its beginning is here. */
    private void part() throws IOException {
        switch (next) {
            case HEADER -> {
                take(ZstdFrameHeader.LOOK - Integer.BYTES);
                frame = new ZstdFrameHeader(unit.get(Integer.BYTES) & 0xff);
                take(frame.length() - ZstdFrameHeader.LOOK);
                next = Part.BLOCK;
            }
            case BLOCK -> {
                take(BLOCK_HEADER);
                int word = unit.getShort(0) & 0xffff | (unit.get(2) & 0xff) << 16;
                int size = word >>> 3;
                if (size > BLOCK_MOST) {
                    throw new IOException("a block header is damaged");
                }
                take((word >>> 1 & 3) == RLE ? 1 : size);
                boolean last = (word & 1) != 0;
                next = !last ? Part.BLOCK : frame.hasChecksum() ? Part.CHECKSUM : Part.HEADER;
            }
            case CHECKSUM -> {
                take(CHECKSUM);
                next = Part.HEADER;
            }
        }
    }

    /** Reads the magic of the next frame, and passes over skippable ones; false at the end. */
    private boolean header() throws IOException {
        while (true) {
            int first = source.read();
            if (first < 0) {
                return false;
            }
            unit.put((byte) first);
            take(Integer.BYTES - 1);
            int magic = unit.getInt(0);
            if (magic == MAGIC) {
                return true;
            }
            if ((magic & ~0xf) != SKIPPABLE) {
                throw new IOException("what follows is no frame");
            }
            take(Integer.BYTES);
            long length = unit.getInt(Integer.BYTES) & 0xffff_ffffL;
            unit.clear();
            passOver(length);
        }
    }

    private void passOver(long length) throws IOException {
        for (long left = length; left > 0; left -= Math.min(left, unit.capacity())) {
            take((int) Math.min(left, unit.capacity()));
            unit.clear();
        }
    }

    private void take(int length) throws IOException {
        int count = source.readNBytes(unit.array(), unit.position(), length);
        if (count < length) {
            throw new EOFException("the last frame is cut short");
        }
        unit.position(unit.position() + count);
    }

    @Override
    public void close() throws IOException {
        context.close();
        source.close();
    }
}
