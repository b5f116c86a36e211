package io.xenscope.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.xenscope.dissect.Decompression;
import java.nio.ByteBuffer;

/** Decompression with the native library of zstd; windows of up to 128 MiB are accepted. */
public final class NativeDecompression implements Decompression {

    private static final int PIECE = 1 << 17;

    @Override
    public Decompressor zstd() {
        try {
            return new Zstd();
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

    private static final class Zstd implements Decompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();
        private final ByteBuffer from = ByteBuffer.allocateDirect(PIECE + 4);
        private final ByteBuffer to = ByteBuffer.allocateDirect(PIECE);
        private final byte[] piece = new byte[PIECE];

        @Override
        public boolean next(byte[] octets, int index, int length, Output output) {
            from.clear().put(octets, index, length).flip();
            try {
                boolean more;
                do {
                    int before = from.remaining();
                    to.clear();
                    context.decompressDirectByteBufferStream(to, from);
                    // What is decompressed may wait inside for room.
                    more = !to.hasRemaining() || from.hasRemaining() && from.remaining() < before;
                    give(output);
                } while (more);
                return !from.hasRemaining();
            } catch (ZstdException e) {
                return false;
            }
        }

        private void give(Output output) {
            to.flip();
            int count = to.remaining();
            to.get(piece, 0, count);
            if (count > 0) {
                output.octets(piece, 0, count);
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
