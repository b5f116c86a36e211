package io.xenscope.samples.grammar;

/**
 * One entry of a PAGE_DATA record.
 *
 * <pre>
 *  63    60 59      52 51                    0
 * +--------+----------+-----------------------+
 * | nibble | reserved | PFN                   |
 * +--------+----------+-----------------------+
 * </pre>
 *
 * @param pfn bits 59 to 0; values of 2^52 and more set reserved bits
 * @param nibble bits 63 to 60
 */
public record PageEntry(long pfn, int nibble) {
    /** An entry of a valid type. */
    public static PageEntry of(long pfn, PageType type) {
        return new PageEntry(pfn, type.nibble());
    }
}
