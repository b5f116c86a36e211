package io.xenscope.output.memory;

import java.io.Closeable;
import java.io.IOException;

/** Octets that come out in the order they went in; what does not fit into its two buffers waits in a temporary file. */
final class OctetQueue implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final TemporaryFile file = new TemporaryFile();
    private final byte[] word = new byte[Long.BYTES];

    /** Next to come out: {@code head[headFrom .. headTo)}, then the file from {@code from} to {@code to}, then the tail. */
    private byte[] head = {};

    private int headFrom;
    private int headTo;
    private long from;
    private long to;
    private byte[] tail = {};
    private int tailTo;

    boolean isEmpty() {
        return headFrom == headTo && from == to && tailTo == 0;
    }

    void put(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            if (tail.length == 0) {
                tail = new byte[BUFFER];
            } else if (tailTo == BUFFER) {
                file.write(tail, 0, BUFFER, to);
                to += BUFFER;
                tailTo = 0;
            }
            int taken = Math.min(BUFFER - tailTo, end - at);
            System.arraycopy(octets, at, tail, tailTo, taken);
            tailTo += taken;
            at += taken;
        }
    }

    void put(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            word[i] = (byte) (value >>> (8 * i));
        }
        put(word, 0, Long.BYTES);
    }

    /** Takes {@code length} octets, which must be there. */
    void take(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            if (headFrom == headTo) {
                refill();
            }
            int taken = Math.min(headTo - headFrom, end - at);
            System.arraycopy(head, headFrom, octets, at, taken);
            headFrom += taken;
            at += taken;
        }
    }

    long takeLong() {
        take(word, 0, Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= (word[i] & 0xffL) << (8 * i);
        }
        return value;
    }

    private void refill() {
        if (isEmpty()) {
            throw new IllegalStateException("nothing is waiting");
        }
        headFrom = 0;
        if (from < to) {
            if (head.length == 0) {
                head = new byte[BUFFER];
            }
            headTo = (int) Math.min(BUFFER, to - from);
            file.read(head, 0, headTo, from);
            from += headTo;
            if (from == to) {
                from = 0;
                to = 0;
                file.clear();
            }
        } else {
            byte[] emptied = head;
            head = tail;
            headTo = tailTo;
            tail = emptied;
            tailTo = 0;
        }
    }

    void clear() {
        headFrom = 0;
        headTo = 0;
        from = 0;
        to = 0;
        tailTo = 0;
        file.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
