package io.xenscope.dissect.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of page-frame entries ({@code xenscope.batch}). Counts of entries that were lost are not guessed: fields
 * that cannot be known are null.
 *
 * @param index 0, 1, 2 … within the direction
 * @param round {@code round.index} of the round it belongs to
 * @param pfnCount entries, as the header says; null when it was not seen
 * @param pages entries that carry data, as they or the length of the record say; null when neither was seen whole
 * @param dataBytes octets of page data announced; 0 when the data travels compressed; null when unknown
 * @param pfnFirst first entry in wire order; null when there is none or it was not seen
 * @param pfnLast last entry in wire order; null when there is none or it was not seen
 * @param pfnRanges runs of consecutive PFNs in wire order, at most as many as are kept; where entries were lost those before
 *     them; null when none were seen
 * @param pfnRangesTotal number of such runs in the batch; null when not all entries were seen
 * @param types entries by page type; null when not all entries were seen
 * @param zeroPages pages, of those seen whole, that hold only zero octets
 * @param resentPages entries with data whose PFN was sent with data before in this migration; null when unknown
 * @param unchangedPages resent pages with equal content; null when pages are not hashed
 * @param compressed the data of this batch travels in compressed chunks
 */
public record BatchInfo(
        long index,
        long round,
        @Nullable Long pfnCount,
        @Nullable Long pages,
        @Nullable Long dataBytes,
        @Nullable Long pfnFirst,
        @Nullable Long pfnLast,
        @Nullable List<PfnRange> pfnRanges,
        @Nullable Long pfnRangesTotal,
        @Nullable PageTypes types,
        @Nullable Long zeroPages,
        @Nullable Long resentPages,
        @Nullable Long unchangedPages,
        boolean compressed) {

    /** Consecutive PFNs, both ends included. */
    public record PfnRange(long first, long last) {}

    /** Entries by page type; a pinned table counts in its level and in {@code pinned}. */
    public record PageTypes(
            long normal,
            long l1tab,
            long l2tab,
            long l3tab,
            long l4tab,
            long pinned,
            long broken,
            long xalloc,
            long xtab) {}
}
