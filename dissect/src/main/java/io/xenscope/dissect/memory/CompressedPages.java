package io.xenscope.dissect.memory;

/**
 * Takes what the page records of compressed Remus rounds make of pages. Pages of a round are numbered from 0 in the order
 * of the lists, those without data left out, and records have the same numbers in their order; a page's entry mostly comes
 * before its record, but may come while it is under way or behind it.
 *
 * <p>A record changes the page as the receiver has it when all before it were applied (legacy-stream specification 7.3).
 */
public interface CompressedPages {

    /** A round begins, and with it the numbers. */
    void roundBegins();

    /**
     * A list names the page with the number {@code page}; counts when the batch is complete.
     *
     * @param pfn −1 when no receiver takes the page
     */
    void entry(long page, long pfn);

    /** The page becomes {@code octets[index .. index + 4096)}. */
    void full(long page, byte[] octets, int index);

    /** {@code length} octets of the page from {@code at} on become those in {@code octets} from {@code index} on. */
    void run(long page, int at, byte[] octets, int index, int length);

    /** The record of the page ends before {@code offset}; what no run covered stays as it was. */
    void complete(long page, long offset);

    /**
     * The record of the page cannot be decoded because of the octet at {@code offset}, nor can those behind it; runs
     * before the fault count, for receivers have written them.
     */
    void failed(long page, long offset);
}
