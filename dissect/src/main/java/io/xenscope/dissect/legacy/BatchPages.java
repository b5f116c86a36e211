package io.xenscope.dissect.legacy;

import io.xenscope.dissect.analysis.PageHashTable.Sent;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.fields.PageCutter;
import io.xenscope.dissect.fields.PageScan;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Element;
import org.jspecify.annotations.Nullable;

/** Looks at the pages of a batch as they pass: zero pages, unchanged pages, page-table entries of PFN 0, contents. */
final class BatchPages implements PieceConsumer {

    private static final long PFN = 0x0fff_ffffL;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;

    private final ImageState image;
    private final BatchEntries entries;
    private final @Nullable PageScan scan;

    /** Hands the pages on, each with its PFN; null when nobody wants them. */
    private final @Nullable PageCutter contents;

    private final boolean hashing;
    private final boolean wideTables;
    private final Words tableWords = new Words(8, this::tableEntry);
    private long position;
    private long unchanged;
    private boolean isTable;
    private long present;
    private boolean damaged;

    BatchPages(ImageState image, BatchEntries entries) {
        this.image = image;
        this.entries = entries;
        hashing = image.migration().options().hashPages();
        scan = image.migration().options().pageAnalysis() || hashing
                ? new PageScan(hashing ? this::hashed : null)
                : null;
        MemoryListener memory = image.memory();
        contents = memory == null
                ? null
                : new PageCutter((page, octets, index) -> {
                    if (entries.isTaken(page)) {
                        memory.page(entries.page((int) page) & PFN, octets, index);
                    }
                });
        // Guests of 32 bits without extended info may have page tables of two levels, with entries of 4 octets.
        wideTables = image.pv && (image.guestWidth == 8 || image.extendedInfo);
    }

    private void hashed(long page, int crc32c) {
        if (image.migration().pageHashes().put(entries.page((int) page) & PFN, crc32c) == Sent.SAME) {
            unchanged++;
        }
    }

    private void tableEntry(long entry) {
        if ((entry & 1) != 0 && (entry & FRAME) == 0) {
            present++;
        }
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        if (scan != null) {
            scan.octets(octets, index, length);
        }
        if (contents != null) {
            contents.octets(octets, index, length);
        }
        int at = index;
        int end = index + length;
        while (at < end && wideTables && scan != null && !damaged) {
            int inPage = (int) (position % PageScan.PAGE);
            if (inPage == 0) {
                isTable = PageType.level((int) (entries.page((int) (position / PageScan.PAGE)) >>> 28)) > 0;
            }
            int taken = Math.min(PageScan.PAGE - inPage, end - at);
            if (isTable) {
                tableWords.octets(octets, at, taken);
            }
            at += taken;
            position += taken;
        }
    }

    @Override
    public void missing(long count) {
        damaged = true;
        if (scan != null) {
            scan.missing(count);
        }
        if (contents != null) {
            contents.missing(count);
        }
    }

    void check(Element element) {
        if (present > 0) {
            element.finding(
                    FindingCode.E29,
                    element.start(),
                    0,
                    present + " entries: they map PFN 0, or frames that left the guest while it ran; then the table "
                            + "is sent again before END");
        }
    }

    /** Pages of zero octets; null when contents are not looked at. */
    @Nullable
    Long zeroPages() {
        return scan == null ? null : Long.valueOf(scan.zeroPages());
    }

    /** Pages sent before with the same content; null when pages are not hashed. */
    @Nullable
    Long unchanged() {
        return hashing ? Long.valueOf(unchanged) : null;
    }
}
