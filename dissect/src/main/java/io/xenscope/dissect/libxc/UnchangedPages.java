package io.xenscope.dissect.libxc;

import io.xenscope.dissect.analysis.PageHashTable;
import io.xenscope.dissect.analysis.PageHashTable.Sent;
import io.xenscope.dissect.fields.PageScan;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * Compares the pages of a batch with what was sent for their PFNs before, by their CRC-32C. Unchanged ones are counted;
 * in verify mode, when the guest stands still, changed ones are findings.
 */
final class UnchangedPages implements PageScan.PageHashes {

    private final ImageState image;
    private final PageHashTable known;
    private final DataPfns pfns;
    private long count;
    private long changed;
    private long firstChanged;

    UnchangedPages(ImageState image, DataPfns pfns) {
        this.image = image;
        this.known = image.migration().pageHashes();
        this.pfns = pfns;
    }

    @Override
    public void page(long index, int crc32c) {
        long pfn = pfns.pfn(index);
        if (pfn < 0) {
            return;
        }
        Sent sent = known.put(pfn, crc32c);
        if (sent == Sent.SAME) {
            count++;
        } else if (sent == Sent.CHANGED && changed++ == 0) {
            firstChanged = index;
        }
    }

    long count() {
        return count;
    }

    /** Raises what verify mode found; {@code start} is where the pages begin. */
    void check(long start, Element element) {
        if (image.verifying && !image.pagesUnhashed && changed > 0) {
            element.finding(
                    FindingCode.PGD_021,
                    start + firstChanged * PageScan.PAGE,
                    PageScan.PAGE,
                    changed + " pages, the first of PFN 0x" + Long.toHexString(pfns.pfn(firstChanged)));
        }
    }
}
