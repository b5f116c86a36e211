package io.xenscope.samples.scenario;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on a given number of octets and then fails with {@link StreamCut}. */
final class CutOutput extends OutputStream {
    private final OutputStream out;
    private long left;

    CutOutput(OutputStream out, long limit) {
        this.out = out;
        this.left = limit;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int passed = (int) Math.min(left, length);
        out.write(octets, offset, passed);
        left -= passed;
        if (passed < length) {
            throw new StreamCut();
        }
    }

    /** The stream has reached the octet it ends at. */
    static final class StreamCut extends IOException {
        StreamCut() {
            super("stream cut here on purpose");
        }
    }
}
