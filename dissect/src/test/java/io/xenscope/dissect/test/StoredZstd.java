package io.xenscope.dissect.test;

import static io.xenscope.dissect.test.Octets.join;

import io.xenscope.dissect.Decompression;
import java.util.Arrays;

/** Frames of zstd whose blocks are stored or repeat one octet: all the format, without its compression. */
public final class StoredZstd implements Decompression {

    private static final int MAGIC = 0xfd2fb528;

    /** Octets of the header of {@link #frame}. */
    public static final int HEADER = 6;

    /** A frame with blocks of {@code block} octets, without a checksum. */
    public static byte[] frame(byte[] content, int block) {
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x48};
        for (int at = 0; at < content.length; at += block) {
            int count = Math.min(block, content.length - at);
            boolean last = at + count == content.length;
            frame = join(frame, header(last, 0, count), Octets.head(Octets.tail(content, at), count));
        }
        return frame;
    }

    /** The header of a block of {@code type}. */
    public static byte[] header(boolean last, int type, int size) {
        int word = size << 3 | type << 1 | (last ? 1 : 0);
        return new byte[] {(byte) word, (byte) (word >>> 8), (byte) (word >>> 16)};
    }

    @Override
    public Decompressor zstd() {
        return new Decompressor() {
            @Override
            public boolean next(byte[] octets, int index, int length, Output output) {
                if (length >= 4 && word(octets, index, 4) == MAGIC) {
                    return true;
                }
                int header = word(octets, index, 3);
                int size = header >>> 3;
                switch (header >>> 1 & 3) {
                    case 0 -> output.octets(octets, index + 3, size);
                    case 1 -> {
                        byte[] same = new byte[size];
                        Arrays.fill(same, octets[index + 3]);
                        output.octets(same, 0, size);
                    }
                    default -> {
                        return false;
                    }
                }
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static int word(byte[] octets, int at, int count) {
        int word = 0;
        for (int i = count - 1; i >= 0; i--) {
            word = word << 8 | octets[at + i] & 0xff;
        }
        return word;
    }
}
