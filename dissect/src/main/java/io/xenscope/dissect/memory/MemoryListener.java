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

    /** The batch takes a page away; legacy streams only. */
    void broken(long pfn);

    /** All pages handed over since the batch before belong to a batch that ends before {@code offset}. */
    void batchComplete(long offset);

    /** Takes the pages of rounds in which they travel compressed; legacy streams only. */
    CompressedPages compressedPages();

    /**
     * The round under way says that the guest has no page here; a receiver that starts the guest from this round gives
     * it back then, and not before. Legacy streams of PV guests only.
     */
    void unmapped(long pfn);

    /** A round of a legacy stream is complete with its tail. */
    void roundComplete();
}
