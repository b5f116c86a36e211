package io.xenscope.dissect.migration;

import io.xenscope.dissect.event.BatchInfo.PageTypes;
import io.xenscope.dissect.event.BatchInfo.PfnRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the wire told it, before it is known which round it belongs to.
 *
 * @param count entries, as the header says; null when the header was not seen
 * @param pages entries that carry data, as the entries or the length of the record say; null when neither does
 * @param entries what the entries say; null when not all of them were seen
 * @param head the entries before the first loss among them; null when there are none, or all were seen
 * @param zeroPages pages of zero octets among those seen whole; null when page contents are not looked at
 * @param unchanged resent pages with equal content; null when pages are not hashed
 * @param pass how the pass it belongs to is found
 * @param compressed whether its pages travel in compressed chunks
 */
public record PageBatch(
        @Nullable Long count,
        @Nullable Long pages,
        @Nullable Entries entries,
        @Nullable Head head,
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
            @Nullable Long count,
            @Nullable Long pages,
            @Nullable Entries entries,
            @Nullable Head head,
            @Nullable Long zeroPages,
            @Nullable Long unchanged) {
        this(count, pages, entries, head, zeroPages, unchanged, Pass.BY_ORDER, false);
    }

    /** A batch of a legacy stream, in which nothing but the entries tells what they carry. */
    public PageBatch(
            @Nullable Long count,
            @Nullable Entries entries,
            @Nullable Long zeroPages,
            @Nullable Long unchanged,
            Pass pass,
            boolean compressed) {
        this(count, entries == null ? null : entries.pages(), entries, null, zeroPages, unchanged, pass, compressed);
    }

    /**
     * The entries of a batch up to a loss.
     *
     * @param ranges runs of consecutive PFNs, the first of them when there are very many
     */
    public record Head(long first, List<PfnRange> ranges) {}

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
