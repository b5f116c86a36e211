package io.xenscope.dissect.migration;

import io.xenscope.dissect.event.BatchInfo.PageTypes;
import io.xenscope.dissect.event.BatchInfo.PfnRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the wire told it, before it is known which round it belongs to.
 *
 * @param count entries, as the header says; null when the header was not seen
 * @param entries what the entries say; null when not all of them were seen
 * @param zeroPages pages of zero octets among those seen whole; null when page contents are not looked at
 * @param unchanged resent pages with equal content; null when pages are not hashed
 * @param pass how the pass it belongs to is found
 * @param compressed whether its pages travel in compressed chunks
 */
public record PageBatch(
        @Nullable Long count,
        @Nullable Entries entries,
        @Nullable Long zeroPages,
        @Nullable Long unchanged,
        Pass pass,
        boolean compressed) {

    /** Whether a batch begins a pass over memory. */
    public enum Pass {
        /** As its size and order tell (modern-stream specification 5.3). */
        BY_ORDER,
        /** The format found that it begins one. */
        BEGINS,
        /** The format found nothing that says so. */
        CONTINUES
    }

    /** A batch of a modern stream. */
    public PageBatch(
            @Nullable Long count, @Nullable Entries entries, @Nullable Long zeroPages, @Nullable Long unchanged) {
        this(count, entries, zeroPages, unchanged, Pass.BY_ORDER, false);
    }

    /**
     * The entries of a batch, all seen.
     *
     * @param pages entries that carry data
     * @param first first PFN in wire order; −1 when there is no entry
     * @param last last PFN in wire order; −1 when there is no entry
     * @param ranges runs of consecutive PFNs, the first of them when there are very many
     * @param rangesTotal number of runs
     * @param dataRanges runs of consecutive PFNs that carry data, all of them
     * @param absentResent PFNs sent with data before that are absent here
     */
    public record Entries(
            long pages,
            long first,
            long last,
            List<PfnRange> ranges,
            long rangesTotal,
            PageTypes types,
            List<PfnRange> dataRanges,
            long absentResent) {}
}
