package io.xenscope.capture;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The compressions of carriers specification 5, by their first octets. */
enum Compression {
    GZIP("gzip") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 0x1F, 0x8B, 0x08);
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            return new GzipDecoder(in, BUFFER);
        }
    },
    ZSTD("zstd") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 0x28, 0xB5, 0x2F, 0xFD)
                    || (head.length >= 4
                            && (head[0] & 0xF0) == 0x50
                            && head[1] == 0x2A
                            && head[2] == 0x4D
                            && head[3] == 0x18);
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            return new ZstdDecoder(in);
        }
    },
    XZ("xz") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 0xFD, '7', 'z', 'X', 'Z', 0x00);
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            // Its dictionary is in the heap.
            long heapKib = Runtime.getRuntime().maxMemory() >> 10;
            return new XZInputStream(in, (int) Math.min(XZ_MEMORY_KIB, heapKib / 2));
        }
    },
    LZ4("lz4") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 0x04, 0x22, 0x4D, 0x18);
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            return new FramedLZ4CompressorInputStream(in, true);
        }
    },
    BZIP2("bzip2") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 'B', 'Z', 'h') && head.length > 3 && head[3] >= '1' && head[3] <= '9';
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    },
    LZ4_LEGACY("LZ4 in its legacy frame format") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 0x02, 0x21, 0x4C, 0x18);
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            throw new IOException("this format is not supported; decompress it first");
        }
    },
    LZOP("lzop") {
        @Override
        boolean matches(byte[] head) {
            return startsWith(head, 0x89, 'L', 'Z', 'O', 0x00, '\r', '\n', 0x1A, '\n');
        }

        @Override
        InputStream decode(SourceStream in) throws IOException {
            throw new IOException("this format is not supported; decompress it first");
        }
    };

    static final int BUFFER = 1 << 16;
    // The dictionary of 128 MiB and what the decoder needs besides.
    static final int XZ_MEMORY_KIB = (128 << 10) + 1024;

    private static final int DEPTH = 3;
    private static final int LONGEST_MAGIC = 16;

    final String text;

    Compression(String text) {
        this.text = text;
    }

    abstract boolean matches(byte[] head);

    abstract InputStream decode(SourceStream in) throws IOException;

    /** Peels compression layers until what is left is none; closes {@code input} when that fails. */
    static OctetInput unwrap(OctetInput input, DecompressionLimits limits) throws IOException {
        OctetInput inner = input;
        try {
            for (int depth = 0; ; depth++) {
                Compression found = of(inner.peek(LONGEST_MAGIC));
                if (found == null) {
                    return inner;
                }
                if (depth == DEPTH) {
                    throw new IOException(input.name() + ": compressed more than " + DEPTH + " times over");
                }
                SourceStream source = new SourceStream(inner, limits.areSet());
                inner = new DecodedInput(inner, found, found.open(inner, source), source, limits);
            }
        } catch (IOException | RuntimeException problem) {
            inner.close();
            throw problem;
        }
    }

    private static @Nullable Compression of(byte[] head) {
        for (Compression each : values()) {
            if (each.matches(head)) {
                return each;
            }
        }
        return null;
    }

    private InputStream open(OctetInput input, SourceStream source) throws IOException {
        try {
            return decode(source);
        } catch (IOException | RuntimeException | LinkageError problem) {
            // zstd is native code: a platform without it must read everything else.
            throw DecodedInput.failure(input, this, problem);
        }
    }

    static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
