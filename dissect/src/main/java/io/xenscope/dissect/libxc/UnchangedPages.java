package io.xenscope.dissect.libxc;

import io.xenscope.dissect.analysis.PageHashTable;
import io.xenscope.dissect.fields.PageScan;
import java.util.Arrays;

/** Counts the pages of a batch that were sent before with the same content, by their CRC-32C. */
final class UnchangedPages implements PageScan.PageHashes {

    private static final long PFN = 0x000f_ffff_ffff_ffffL;

    private final PageHashTable known;
    private long[] pfns = new long[1024];
    private int used;
    private long count;

    UnchangedPages(ImageState image) {
        known = image.migration().pageHashes();
    }

    void entry(long entry) {
        if (!PageTypeNibble.carriesData((int) (entry >>> 60))) {
            return;
        }
        if (used == pfns.length) {
            pfns = Arrays.copyOf(pfns, used * 2);
        }
        pfns[used++] = entry & PFN;
    }

    @Override
    public void page(long index, int crc32c) {
        if (index < used && known.put(pfns[(int) index], crc32c)) {
            count++;
        }
    }

    long count() {
        return count;
    }
}
