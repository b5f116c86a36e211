package io.xenscope.dissect.legacy.compressed;

import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import org.jspecify.annotations.Nullable;

/** Sums up the page records that end in one compressed chunk. */
public final class ChunkPages {

    private static final int PAGE = 4096;
    private static final int PAGE_WORDS = 1024;

    private long full;
    private long delta;
    private long empty;
    private long literalWords;
    private long zeroPages;
    private PageQueue.@Nullable Page first;
    private PageQueue.@Nullable Page last;

    void full(byte[] octets, int index) {
        for (int i = index; i < index + PAGE; i++) {
            if (octets[i] != 0) {
                return;
            }
        }
        zeroPages++;
    }

    void record(PageRecords.Kind kind, int words) {
        switch (kind) {
            case EMPTY -> empty++;
            case FULL -> full++;
            case DELTA -> delta++;
        }
        literalWords += words;
    }

    void page(PageQueue.Page page) {
        first = first == null ? page : first;
        last = page;
    }

    /** Full pages of zero octets. */
    public long zeroPages() {
        return zeroPages;
    }

    /** @param octets octets of the chunk that carry records */
    public CompressedInfo info(long octets) {
        PageQueue.Page one = first;
        PageQueue.Page other = last;
        long pages = full + delta + empty;
        return new CompressedInfo(
                pages,
                full,
                delta,
                empty,
                octets,
                pages * PAGE,
                literalWords,
                pages * PAGE_WORDS - literalWords,
                one == null ? null : Long.valueOf(one.batch()),
                other == null ? null : Long.valueOf(other.batch()),
                one == null ? null : Long.valueOf(one.pfn()),
                other == null ? null : Long.valueOf(other.pfn()));
    }

    /**
     * Compares a record with what real senders write (legacy-stream specification 7.3).
     *
     * @param held whether the sender's cache held the page, so that the sender could tell what had changed
     */
    static void judge(Element element, PageQueue.Page page, EpochPages.CompleteRecord record, boolean held) {
        String pfn = "PFN 0x" + Long.toHexString(page.pfn());
        long at = record.offset();
        boolean change = record.kind() != PageRecords.Kind.FULL;
        if (change && page.table()) {
            element.finding(FindingCode.E40, at, 1, pfn + " is a page table; senders send those whole");
        } else if (change && !held && record.repeated()) {
            element.finding(
                    FindingCode.E61,
                    at,
                    1,
                    pfn
                            + " comes as a change, but the sender had no copy of it to compare with: it compared with the old "
                            + "content of a cache slot; words that happened to be equal there stay as they were in the "
                            + "receiver, so the backup's memory is silently wrong wherever the page had changed in them");
        } else if (change && !held) {
            element.finding(
                    FindingCode.E40,
                    at,
                    1,
                    pfn + " comes as a change, but was not sent in full before, or not among the last "
                            + SenderCache.PAGES + " pages: the words it leaves out are whatever the receiver has");
        } else if (!record.canonical()) {
            element.finding(FindingCode.E40, at, 1, pfn + ": runs are split as no sender splits them");
        }
    }
}
