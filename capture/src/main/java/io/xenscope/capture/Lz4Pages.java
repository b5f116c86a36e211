package io.xenscope.capture;

import io.xenscope.dissect.analysis.PageCompression;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;

/** The size of pages as LZ4 blocks. */
public final class Lz4Pages implements PageCompression {

    @Override
    public int compressedSize(byte[] octets, int index, int length) {
        Counter counter = new Counter();
        try (BlockLZ4CompressorOutputStream out = new BlockLZ4CompressorOutputStream(counter)) {
            out.write(octets, index, length);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written anywhere", e);
        }
        return counter.count;
    }

    private static final class Counter extends OutputStream {
        private int count;

        @Override
        public void write(int octet) {
            count++;
        }

        @Override
        public void write(byte[] octets, int index, int length) {
            count += length;
        }
    }
}
