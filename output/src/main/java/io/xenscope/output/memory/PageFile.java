package io.xenscope.output.memory;

import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Pages by number in a temporary sparse file. As many as the sender of a compressed round compares with (legacy-stream
 * specification 7.3) are kept in memory until another one needs their room, so that a checkpoint seldom touches the file.
 */
final class PageFile implements Closeable {

    private static final int PAGE = MemoryListener.PAGE;
    private static final int KEPT = 8192;

    private final TemporaryFile file = new TemporaryFile();

    /** The page {@code n} is kept at {@code n} modulo their number, or not at all; both have no room before one is. */
    private byte[] @Nullable [] kept = {};

    private long[] numbers = {};

    /** Stores {@code octets[index .. index + 4096)}. */
    void write(long number, byte[] octets, int index) {
        if (kept.length == 0) {
            kept = new byte[KEPT][];
            numbers = new long[KEPT];
        }
        int slot = slot(number);
        byte[] page = kept[slot];
        if (page == null) {
            page = new byte[PAGE];
            kept[slot] = page;
        } else if (numbers[slot] != number) {
            file.write(page, 0, PAGE, numbers[slot] * PAGE);
        }
        numbers[slot] = number;
        System.arraycopy(octets, index, page, 0, PAGE);
    }

    /** Reads a page that was written. */
    void read(long number, byte[] octets) {
        int slot = slot(number);
        byte[] page = kept[slot];
        if (page != null && numbers[slot] == number) {
            System.arraycopy(page, 0, octets, 0, PAGE);
        } else {
            file.read(octets, 0, PAGE, number * PAGE);
        }
    }

    private static int slot(long number) {
        return (int) number & KEPT - 1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
