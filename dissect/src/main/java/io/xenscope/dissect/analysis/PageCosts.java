package io.xenscope.dissect.analysis;

import io.xenscope.dissect.analysis.PageHashTable.Sent;
import io.xenscope.dissect.memory.CompressedPages;
import io.xenscope.dissect.memory.MemoryListener;

/**
 * Looks into every page for what sending it was worth: did it change, where are the pages that keep changing, would it
 * have compressed. Pages that travel compressed already are left out, except for where they are.
 */
final class PageCosts implements MemoryListener {

    private static final int RANGES = 3;

    private final ResentPages resent = new ResentPages();
    private final HotRanges hot = new HotRanges();
    private final CompressionSample sample;

    PageCosts(PageCompression compression) {
        this.sample = new CompressionSample(compression);
    }

    @Override
    public void page(long pfn, byte[] octets, int index) {
        Sent sent = resent.page(pfn, octets, index, PAGE);
        if (sent == Sent.SAME || sent == Sent.CHANGED) {
            hot.resent(pfn);
        } else {
            hot.sent(pfn);
        }
        sample.page(pfn, octets, index, PAGE);
    }

    @Override
    public void broken(long pfn) {}

    @Override
    public void batchComplete(long offset) {
        resent.batchComplete();
    }

    @Override
    public CompressedPages compressedPages() {
        return new Places();
    }

    @Override
    public void unmapped(long pfn) {}

    @Override
    public void roundComplete() {}

    ResentPages.Count compared() {
        return resent.total();
    }

    PageCostSum sum() {
        ResentPages.Count count = resent.total();
        return new PageCostSum(
                count.compared(),
                count.unchanged(),
                count.notKept(),
                hot.hottest(RANGES),
                hot.map(),
                sample.estimate());
    }

    /** Where the pages of compressed rounds are; nearly all of them were sent before. */
    private final class Places implements CompressedPages {
        @Override
        public void roundBegins() {}

        @Override
        public void entry(long page, long pfn) {
            if (pfn >= 0) {
                hot.resent(pfn);
            }
        }

        @Override
        public void full(long page, byte[] octets, int index) {}

        @Override
        public void run(long page, int at, byte[] octets, int index, int length) {}

        @Override
        public void complete(long page, long offset) {}

        @Override
        public void failed(long page, long offset) {}
    }
}
