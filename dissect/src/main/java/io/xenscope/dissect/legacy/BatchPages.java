package io.xenscope.dissect.legacy;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.analysis.PageHashTable.Sent;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.fields.PageCutter;
import io.xenscope.dissect.fields.PageScan;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.pv.TablePages;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Looks at the pages of a batch as they pass: zero pages, unchanged pages, page tables, start_info, contents. */
final class BatchPages implements PieceConsumer {

    private static final long PFN = 0x0fff_ffffL;
    private static final int TYPE_SHIFT = 28;

    private final ImageState image;
    private final BatchEntries entries;
    private final long offset;
    private final boolean hashing;
    private final @Nullable PageScan scan;

    /** Hands the pages on, each with its PFN; null when nobody wants them. */
    private final @Nullable PageCutter contents;

    private final @Nullable TablePages tables;
    private final @Nullable PieceConsumer startInfo;
    private long unchanged;

    /** @param offset where the first page begins */
    BatchPages(ImageState image, BatchEntries entries, long offset) {
        this.image = image;
        this.entries = entries;
        this.offset = offset;
        DissectOptions options = image.migration().options();
        hashing = options.hashPages();
        boolean analysing = options.pageAnalysis();
        scan = analysing || hashing ? new PageScan(hashing ? this::hashed : null) : null;
        MemoryListener memory = image.memory();
        contents = memory == null
                ? null
                : new PageCutter((page, octets, index) -> {
                    if (entries.isTaken(page)) {
                        memory.page(pfn(page), octets, index);
                    }
                });
        // Guests of 32 bits without extended info may have page tables of two levels, with entries of 4 octets.
        boolean wideTables = image.pv && (image.guestWidth == 8 || image.extendedInfo);
        tables = wideTables && analysing ? tables() : null;
        if (image.pv && analysing && image.looksInside()) {
            startInfo = image.startInfo.batch(offset, page -> entries.isTaken(page) ? pfn(page) : -1);
        } else {
            startInfo = null;
            image.startInfo.forgetAll();
        }
    }

    private TablePages tables() {
        TablePages announced = new TablePages(image.p2mSize > 0 ? image.p2mSize - 1 : Long.MAX_VALUE);
        for (int page = 0; page < entries.pages(); page++) {
            announced.page(PageType.level((int) (entries.page(page) >>> TYPE_SHIFT)) > 0, pfn(page));
        }
        return announced;
    }

    private long pfn(long page) {
        return entries.page((int) page) & PFN;
    }

    private void hashed(long page, int crc32c) {
        if (image.migration().pageHashes().put(pfn(page), crc32c) == Sent.SAME) {
            unchanged++;
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
        if (tables != null) {
            tables.octets(octets, index, length);
        }
        if (startInfo != null) {
            startInfo.octets(octets, index, length);
        }
    }

    @Override
    public int glance(ByteBuffer octets, int index, int length) {
        if (contents != null || tables != null || startInfo != null) {
            return 0;
        }
        return scan == null ? length : scan.glance(octets, index, length);
    }

    @Override
    public void missing(long count) {
        if (scan != null) {
            scan.missing(count);
        }
        if (contents != null) {
            contents.missing(count);
        }
        if (tables != null) {
            tables.missing(count);
        }
        if (startInfo != null) {
            startInfo.missing(count);
        }
    }

    void check(Element element) {
        if (tables == null) {
            return;
        }
        if (tables.ofPfnZero() > 0) {
            element.finding(
                    FindingCode.E29,
                    element.start(),
                    0,
                    tables.ofPfnZero() + " entries: they map PFN 0, or frames that left the guest while it ran; then "
                            + "the table is sent again before END");
        }
        tables.check(
                offset,
                element,
                Severity.WARN,
                "; receivers take that for a race, log it, and leave the page as it came");
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
