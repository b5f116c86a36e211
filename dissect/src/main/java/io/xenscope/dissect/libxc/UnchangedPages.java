package io.xenscope.dissect.libxc;

import io.xenscope.dissect.analysis.PageHashTable;
import io.xenscope.dissect.fields.PageScan;

/** Counts the pages of a batch that were sent before with the same content, by their CRC-32C. */
final class UnchangedPages implements PageScan.PageHashes {

    private final PageHashTable known;
    private final DataPfns pfns;
    private long count;

    UnchangedPages(ImageState image, DataPfns pfns) {
        this.known = image.migration().pageHashes();
        this.pfns = pfns;
    }

    @Override
    public void page(long index, int crc32c) {
        long pfn = pfns.pfn(index);
        if (pfn >= 0 && known.put(pfn, crc32c)) {
            count++;
        }
    }

    long count() {
        return count;
    }
}
