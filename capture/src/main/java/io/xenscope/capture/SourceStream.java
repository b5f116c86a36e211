package io.xenscope.capture;

import java.io.IOException;
import java.io.InputStream;

/** Hands an input to a decoder, in large pieces however small the decoder asks. */
final class SourceStream extends InputStream {

    private final OctetInput input;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private final boolean whole;
    private long taken;

    /** @param whole whether pieces are filled up, so that what is taken does not depend on how the input is read */
    SourceStream(OctetInput input, boolean whole) {
        this.input = input;
        this.whole = whole;
    }

    /** Octets the decoder has taken. */
    long taken() {
        return taken;
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            // Holds nothing should reading fail: some decoders ask again.
            limit = 0;
            limit = Math.max(0, input.read(buffer, 0, buffer.length));
            int more = limit;
            while (whole && more > 0 && limit < buffer.length) {
                more = Math.max(0, input.read(buffer, limit, buffer.length - limit));
                limit += more;
            }
        }
        return limit > 0;
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        taken++;
        return buffer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(len, limit - position);
        System.arraycopy(buffer, position, b, off, count);
        position += count;
        taken += count;
        return count;
    }

    /** Decoders take 0 for the end of the file, and GZIPInputStream then leaves out the members that follow. */
    @Override
    public int available() throws IOException {
        return fill() ? limit - position : 0;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
