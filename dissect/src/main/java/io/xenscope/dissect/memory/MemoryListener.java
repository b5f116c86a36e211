package io.xenscope.dissect.memory;

/**
 * Takes guest pages as a stream carries them. Pages arrive while their batch passes; whether they count is known with
 * its last octet, so each batch ends with {@link #batchComplete} or, when the stream is cut, never.
 */
public interface MemoryListener {

    /** Octets of a page. */
    int PAGE = 4096;

    /**
     * The content of a page, later in the same batch than those before.
     *
     * @param pfn guest page frame number
     * @param octets array with the page at {@code [index, index + PAGE)}; not kept by the caller after the call
     */
    void page(long pfn, byte[] octets, int index);

    /** All pages handed over since the batch before belong to a batch that ends before {@code offset}. */
    void batchComplete(long offset);
}
