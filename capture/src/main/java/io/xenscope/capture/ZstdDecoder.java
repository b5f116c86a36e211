package io.xenscope.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Frames of zstd one behind the other, skippable ones among them; windows of up to 128 MiB. A frame that is cut short is damage
 * wherever it stands: the stream class of the library takes it for the end when it read its beginning together with the
 * end of another one.
 */
final class ZstdDecoder extends InputStream {

    /** Small: what the library had decoded of a piece is lost when there is damage in it. */
    private static final int PIECE = 1 << 12;

    /** A block. */
    private static final int DECODED = 1 << 17;

    private final InputStream source;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] piece = new byte[PIECE];
    private final ByteBuffer from = ByteBuffer.allocateDirect(PIECE).limit(0);
    private final ByteBuffer to = ByteBuffer.allocateDirect(DECODED).limit(0);
    private boolean between = true;
    private boolean more;

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
            if (!more && !from.hasRemaining() && !fill()) {
                return false;
            }
            to.clear();
            try {
                between = context.decompressDirectByteBufferStream(to, from);
                // What is decoded may wait inside for room.
                more = !between && !to.hasRemaining();
            } finally {
                to.flip();
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        int count = source.read(piece, 0, PIECE);
        if (count < 0 && !between) {
            throw new EOFException("the last frame is cut short");
        }
        from.clear().put(piece, 0, Math.max(0, count)).flip();
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        context.close();
        source.close();
    }
}
