package io.xenscope.samples.grammar;

import java.util.Arrays;

/** Supplies the contents of guest pages. */
@FunctionalInterface
public interface PageSource {
    /** Octets of a page. */
    int PAGE_SIZE = 4096;

    /** Pages of zeroes. */
    PageSource ZEROES = (pfn, nibble, into, at) -> Arrays.fill(into, at, at + PAGE_SIZE, (byte) 0);

    /** Pages in which every octet has the given value. */
    static PageSource filledWith(int octet) {
        return (pfn, nibble, into, at) -> Arrays.fill(into, at, at + PAGE_SIZE, (byte) octet);
    }

    /** Writes all {@link #PAGE_SIZE} octets of a page to {@code into} from index {@code at} on. */
    void fill(long pfn, int nibble, byte[] into, int at);
}
