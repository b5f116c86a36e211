package io.xenscope.dissect.libxc;

import java.util.Arrays;

/** The PFNs of a batch that carry data, in the order of their pages. */
final class DataPfns {

    private final long mostPages;
    private long[] pfns = new long[16];
    private int count;

    /** @param mostPages pages for which the record has room, whatever its entries say */
    DataPfns(long mostPages) {
        this.mostPages = mostPages;
    }

    void entry(long entry) {
        if (!PageTypeNibble.carriesData((int) (entry >>> BatchEntries.TYPE_SHIFT)) || count == mostPages) {
            return;
        }
        if (count == pfns.length) {
            pfns = Arrays.copyOf(pfns, count * 2);
        }
        pfns[count++] = entry & BatchEntries.PFN;
    }

    /** The PFN of a page, counted from 0; −1 when the entries name none. */
    long pfn(long page) {
        return page < count ? pfns[(int) page] : -1;
    }
}
