package io.xenscope.capture;

import java.io.IOException;
import java.io.InputStream;

/** Hands an input to a decoder. */
final class SourceStream extends InputStream {

    private final OctetInput input;
    private final byte[] single = new byte[1];

    SourceStream(OctetInput input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        return input.read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        return input.read(b, off, len);
    }

    /** GZIPInputStream takes 0 for the end of the file and then leaves out the members that follow. */
    @Override
    public int available() throws IOException {
        return input.peek(1).length;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
