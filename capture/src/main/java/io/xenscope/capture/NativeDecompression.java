package io.xenscope.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.xenscope.dissect.Decompression;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decompression with the native library of zstd; windows of up to 128 MiB are accepted. For use by one thread: its streams
 * share buffers, so that a stream costs nothing but what the library keeps of it.
 */
public final class NativeDecompression implements Decompression {

    private static final int PIECE = 1 << 17;

    /** Buffers not in use; what comes out of one stream may go into another, so there may be several. */
    private final Deque<Buffers> buffers = new ArrayDeque<>();

    @Override
    public Decompressor zstd() {
        try {
            return new Zstd(buffers);
        } catch (LinkageError e) {
            // A platform without the library must dissect everything else.
            return new Unavailable();
        }
    }

    private static final class Unavailable implements Decompressor {
        @Override
        public boolean next(byte[] octets, int index, int length, Output output) {
            return false;
        }

        @Override
        public void close() {}
    }

    private static final class Buffers {
        final ByteBuffer from = ByteBuffer.allocateDirect(PIECE + 4);
        final ByteBuffer to = ByteBuffer.allocateDirect(PIECE);
        final byte[] piece = new byte[PIECE];
    }

    private static final class Zstd implements Decompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();
        private final Deque<Buffers> buffers;

        Zstd(Deque<Buffers> buffers) {
            this.buffers = buffers;
        }

        @Override
        public boolean next(byte[] octets, int index, int length, Output output) {
            Buffers idle = buffers.poll();
            Buffers used = idle == null ? new Buffers() : idle;
            used.from.clear().put(octets, index, length).flip();
            try {
                boolean more;
                do {
                    int before = used.from.remaining();
                    used.to.clear();
                    context.decompressDirectByteBufferStream(used.to, used.from);
                    // What is decompressed may wait inside for room.
                    more = !used.to.hasRemaining() || used.from.hasRemaining() && used.from.remaining() < before;
                    give(used, output);
                } while (more);
                return !used.from.hasRemaining();
            } catch (ZstdException e) {
                return false;
            } finally {
                buffers.push(used);
            }
        }

        private static void give(Buffers used, Output output) {
            used.to.flip();
            int count = used.to.remaining();
            used.to.get(used.piece, 0, count);
            if (count > 0) {
                output.octets(used.piece, 0, count);
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
