package io.xenscope.dissect.legacy;

import io.xenscope.dissect.event.BatchInfo.PageTypes;
import io.xenscope.dissect.event.BatchInfo.PfnRange;
import io.xenscope.dissect.legacy.compressed.EpochPages;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.PageBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a positive chunk (legacy-stream specification 4.2).
 *
 * <pre>
 *  63          32 31  28 27                0
 *  +-------------+------+------------------+
 *  | 0, or absent| type |       PFN        |
 *  +-------------+------+------------------+
 * </pre>
 *
 * Absent pages (type 0xf) name no PFN, whatever stands there, and are left out of the ranges.
 */
final class BatchEntries {

    private static final long PFN = 0x0fff_ffffL;
    private static final int TYPE_SHIFT = 28;

    private final ImageState image;
    private final EntryFindings findings;
    private final long[] types = new long[16];

    /** PFNs that are named, in wire order, with their types beside them. */
    private final long[] pfns = new long[BatchChunk.MOST];

    private final byte[] nibbles = new byte[BatchChunk.MOST];
    private final int[] places = new int[BatchChunk.MOST];
    private final long[] data = new long[BatchChunk.MOST];
    private int dataCount;

    /**
     * PFNs and pages that receivers take: those before the first PFN beyond the guest, and those up to the first type that
     * does not exist, for they store its page before they look. There they all give up, but those of 4.3 to 4.5, which may
     * go on behind the batch.
     */
    private int namedTaken = Integer.MAX_VALUE;

    private int dataTaken = Integer.MAX_VALUE;
    private int named;
    private int count;
    private int firstAbsent = -1;
    private long first = -1;
    private long last = -1;
    private PageBatch.Pass pass = PageBatch.Pass.CONTINUES;

    /** @param offset where the first entry stands */
    BatchEntries(ImageState image, long offset) {
        this.image = image;
        this.findings = new EntryFindings(image, offset);
    }

    void add(long entry) {
        int nibble = (int) (entry >>> TYPE_SHIFT) & 0xf;
        long pfn = entry & PFN;
        types[nibble]++;
        first = count == 0 ? pfn : first;
        last = pfn;
        findings.entry(count, entry, nibble, pfn);
        boolean beyond = pfn >= image.p2mSize && image.p2mSize >= 0;
        if (nibble != PageType.XTAB && (beyond || !PageType.isValid(nibble))) {
            namedTaken = Math.min(namedTaken, beyond ? named : named + 1);
            dataTaken = Math.min(dataTaken, beyond ? dataCount : dataCount + 1);
        }
        if (nibble != PageType.XTAB) {
            nibbles[named] = (byte) nibble;
            places[named] = count;
            pfns[named++] = pfn;
            image.namedPages.seen(pfn);
        }
        if (PageType.carriesData(nibble)) {
            data[dataCount++] = (long) nibble << TYPE_SHIFT | pfn;
        } else {
            firstAbsent = firstAbsent < 0 ? count : firstAbsent;
        }
        count++;
    }

    /** Entries that carry data. */
    long pages() {
        return dataCount;
    }

    int firstAbsent() {
        return firstAbsent;
    }

    /** Raises the findings about entries; all of them were seen. */
    void check(Element element) {
        pass = image.passOrder.batch(pfns, named);
        findings.raise(element);
        findings.repeated(element, pfns, places, named);
    }

    PageBatch.Pass pass() {
        return pass;
    }

    /** True when receivers store the page with this number. */
    boolean isTaken(long number) {
        return number < dataTaken;
    }

    /** PFN of the page with this number among those that carry data, and its type in the bits above. */
    long page(int number) {
        return data[number];
    }

    /** Pages of type BROKEN are taken away. */
    void tellBroken(@Nullable MemoryListener memory) {
        for (int i = 0; i < Math.min(named, namedTaken) && memory != null; i++) {
            if (nibbles[i] == PageType.BROKEN) {
                memory.broken(pfns[i]);
            }
        }
    }

    /** Notes which pages were sent as what, for the checks of the tail. */
    void remember() {
        int top = image.guestWidth == 8 ? 4 : 3;
        for (int i = 0; i < named && image.pv; i++) {
            int nibble = nibbles[i];
            if (PageType.carriesData(nibble)) {
                remember(pfns[i], PageType.level(nibble), top);
            }
        }
    }

    private void remember(long pfn, int level, int top) {
        if (level == 0) {
            image.framesMissing.removeRange(pfn, pfn);
            image.tables.removeRange(pfn, pfn);
        } else {
            image.tables.add(pfn);
            if (image.frames.contains(pfn)) {
                image.framesMissing.add(pfn);
            }
        }
        if (level == top) {
            image.topTables.add(pfn);
        } else {
            image.topTables.removeRange(pfn, pfn);
        }
    }

    /** The pages of this list, the batch with this index, come in compressed chunks. */
    void queue(EpochPages epoch, long batch) {
        for (int i = 0; i < named; i++) {
            if (PageType.carriesData(nibbles[i])) {
                image.startInfo.forget(pfns[i]);
                epoch.announce(pfns[i], i < namedTaken, PageType.level(nibbles[i]) > 0, batch);
            }
        }
        remember();
    }

    /** The entries as a whole. */
    PageBatch.Entries entries() {
        List<PfnRange> all = ranges(false);
        int most = Math.min(all.size(), image.migration().options().limits().rangesKept());
        return new PageBatch.Entries(
                pages(), first, last, List.copyOf(all.subList(0, most)), all.size(), pageTypes(), ranges(true), 0);
    }

    private List<PfnRange> ranges(boolean withData) {
        List<PfnRange> ranges = new ArrayList<>();
        long from = -1;
        long to = -1;
        for (int i = 0; i < named; i++) {
            if (withData && !PageType.carriesData(nibbles[i])) {
                continue;
            }
            if (from >= 0 && pfns[i] == to + 1) {
                to = pfns[i];
                continue;
            }
            if (from >= 0) {
                ranges.add(new PfnRange(from, to));
            }
            from = pfns[i];
            to = from;
        }
        if (from >= 0) {
            ranges.add(new PfnRange(from, to));
        }
        return ranges;
    }

    private PageTypes pageTypes() {
        long[] levels = new long[5];
        long pinned = 0;
        for (int level = 1; level < levels.length; level++) {
            levels[level] = types[level] + types[level | PageType.PINNED];
            pinned += types[level | PageType.PINNED];
        }
        long normal = types[0] + Arrays.stream(types, 5, 9).sum();
        return new PageTypes(
                normal,
                levels[1],
                levels[2],
                levels[3],
                levels[4],
                pinned,
                types[PageType.BROKEN],
                types[PageType.XALLOC],
                types[PageType.XTAB]);
    }
}
