package io.xenscope.output;

import java.io.OutputStream;
import java.util.Arrays;

/** One line under construction. Octets beyond the limit are counted but not kept. */
final class LineBuffer extends OutputStream {
    private final int limit;
    private byte[] octets;
    private long length;

    LineBuffer(int limit) {
        this.limit = limit;
        this.octets = new byte[Math.min(limit, 1 << 16)];
    }

    void clear() {
        length = 0;
    }

    boolean fits() {
        return length <= limit;
    }

    /** Octets written, also those that were not kept. */
    long length() {
        return length;
    }

    /** The octets kept, from index 0 on. */
    byte[] octets() {
        return octets;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        if (length + count <= limit) {
            int end = (int) length + count;
            if (end > octets.length) {
                octets = Arrays.copyOf(octets, (int) Math.min(limit, Math.max(end, 2L * octets.length)));
            }
            System.arraycopy(source, offset, octets, (int) length, count);
        }
        length += count;
    }
}
