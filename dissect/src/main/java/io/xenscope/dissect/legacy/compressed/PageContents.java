package io.xenscope.dissect.legacy.compressed;

/**
 * Takes what compressed chunks make of pages. Pages of a round are numbered from 0 in the order of the lists, those
 * without data left out, and have the same numbers here; a page's entry mostly comes before its content, but may come
 * behind it.
 *
 * <p>The base of a page is what the receiver had before the round (legacy-stream specification 7.3).
 */
public interface PageContents {

    /** A round begins; what the round before did to pages holds only if {@link #roundEnds} came for it. */
    void roundBegins();

    /**
     * A list names a page.
     *
     * @param page its number in the round
     * @param type nibble of the entry (specification 4.2)
     */
    void entry(long page, long pfn, int type);

    /** The page becomes {@code octets[index .. index + 4096)}. */
    void full(long page, byte[] octets, int index);

    /** {@code length} octets of the page from {@code at} on become those in {@code octets} from {@code index} on. */
    void run(long page, int at, byte[] octets, int index, int length);

    /** Nothing more comes for the page; what no run covered stays as it was. */
    void complete(long page);

    /** The record of the page cannot be decoded; runs before the fault count, for receivers have written them. */
    void failed(long page);

    /** The body of the round is over. */
    void roundEnds();
}
