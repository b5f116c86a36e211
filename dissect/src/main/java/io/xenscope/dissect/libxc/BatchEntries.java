package io.xenscope.dissect.libxc;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.event.BatchInfo.PageTypes;
import io.xenscope.dissect.event.BatchInfo.PfnRange;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.migration.PageBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a PAGE_DATA record.
 *
 * <pre>
 *  63  60 59      52 51                                0
 *  +-----+----------+----------------------------------+
 *  | type| reserved |               PFN                |
 *  +-----+----------+----------------------------------+
 * </pre>
 *
 * Modern-stream specification 4.5.
 */
final class BatchEntries {

    static final int TYPE_SHIFT = 60;
    private static final long RESERVED = 0x0ff0_0000_0000_0000L;
    static final long PFN = 0x000f_ffff_ffff_ffffL;
    private static final long IMPLAUSIBLE = 1L << 36;

    private final ImageState image;
    private final int rangesKept;
    private final long offset;
    private final long mostPages;

    private final long[] types = new long[16];
    private final List<PfnRange> ranges = new ArrayList<>();
    private long rangesTotal;
    private long rangeFirst = -1;

    /** Pairs of first and last PFN of runs that carry data. */
    private long[] dataRuns = new long[32];

    private int dataRunsUsed;
    private boolean inDataRun;

    private long count;
    private long first = -1;
    private long last = -1;
    private long absentResent;
    private boolean ascending = true;
    private final Anomaly reserved = new Anomaly();
    private final Anomaly invalid = new Anomaly();
    private final Anomaly beyondEnd = new Anomaly();
    private final Anomaly implausible = new Anomaly();
    private final Anomaly pvInHvm = new Anomaly();

    /** How often an entry was wrong in one way, and where first. */
    private static final class Anomaly {
        private long times;
        private long where;
        private long value;

        void seen(long at, long entry) {
            if (times++ == 0) {
                where = at;
                value = entry;
            }
        }

        void report(Element element, FindingCode code, String expected) {
            if (times > 0) {
                String more = times == 1 ? "" : " (" + times + " entries)";
                element.finding(code, where, 8, "entry 0x" + Long.toHexString(value) + more + ": " + expected);
            }
        }
    }

    /**
     * @param offset where the first entry stands
     * @param mostPages pages for which the record has room; runs of data beyond them are not kept
     */
    BatchEntries(ImageState image, long offset, long mostPages) {
        this.mostPages = mostPages;
        this.image = image;
        this.rangesKept = image.migration().options().limits().rangesKept();
        this.offset = offset;
    }

    void add(long entry) {
        int nibble = (int) (entry >>> TYPE_SHIFT);
        long pfn = entry & PFN;
        long at = offset + count * 8;
        count++;
        types[nibble]++;
        if (first < 0) {
            first = pfn;
        }
        if (pfn == last + 1 && rangeFirst >= 0) {
            extend(nibble, pfn);
        } else {
            closeRange();
            rangeFirst = pfn;
            ascending &= pfn > last || last < 0;
            inDataRun = false;
            extend(nibble, pfn);
        }
        last = pfn;
        if ((entry & RESERVED) != 0) {
            reserved.seen(at, entry);
        }
        judge(nibble, pfn, at, entry);
    }

    private void judge(int nibble, long pfn, long at, long entry) {
        if (!PageTypeNibble.isValid(nibble)) {
            invalid.seen(at, entry);
        }
        if (image.pv) {
            Long end = image.knowledge().pvEndPfn;
            if (end != null && pfn > end) {
                beyondEnd.seen(at, entry);
            }
        } else if (image.knowledge().domainType != Guest.UNKNOWN) {
            if (pfn > IMPLAUSIBLE) {
                implausible.seen(at, entry);
            }
            if (PageTypeNibble.isPageTable(nibble)) {
                pvInHvm.seen(at, entry);
            }
        }
        if (nibble == PageTypeNibble.XTAB && image.migration().wasSent(pfn)) {
            absentResent++;
        }
    }

    private void extend(int nibble, long pfn) {
        if (!PageTypeNibble.carriesData(nibble) || pages() > mostPages) {
            inDataRun = false;
        } else if (inDataRun) {
            dataRuns[dataRunsUsed - 1] = pfn;
        } else {
            if (dataRunsUsed == dataRuns.length) {
                dataRuns = Arrays.copyOf(dataRuns, dataRunsUsed * 2);
            }
            dataRuns[dataRunsUsed++] = pfn;
            dataRuns[dataRunsUsed++] = pfn;
            inDataRun = true;
        }
    }

    private void closeRange() {
        if (rangeFirst >= 0) {
            image.namedPages.seen(last);
            rangesTotal++;
            if (ranges.size() < rangesKept) {
                ranges.add(new PfnRange(rangeFirst, last));
            }
        }
    }

    /** Entries that carry data. */
    long pages() {
        long absent = types[PageTypeNibble.BROKEN] + types[PageTypeNibble.XALLOC] + types[PageTypeNibble.XTAB];
        return count - absent;
    }

    /** No entry follows. */
    void close() {
        closeRange();
        rangeFirst = -1;
    }

    /** Raises the findings about entries; all of them were seen. */
    void check(Element element) {
        reserved.report(element, FindingCode.PGD_006, "bits 52 to 59 should be zero");
        invalid.report(element, FindingCode.PGD_005, "page types 5 to 8 do not exist");
        Long end = image.knowledge().pvEndPfn;
        beyondEnd.report(
                element, FindingCode.PGD_008, "the guest ends at PFN 0x" + (end == null ? "" : Long.toHexString(end)));
        implausible.report(element, FindingCode.PGD_009, "the receiver grows a bitmap up to this PFN");
        pvInHvm.report(element, FindingCode.PGD_013, "the receiver ignores the type and writes the page");
        long at = offset;
        if (!ascending) {
            element.finding(FindingCode.PGD_012, at, count * 8, "real senders list PFNs in ascending order");
            repeated(element);
        }
        if (types[PageTypeNibble.BROKEN] > 0) {
            element.finding(FindingCode.PGD_014, at, 0, types[PageTypeNibble.BROKEN] + " pages lost to memory errors");
        }
        if (types[PageTypeNibble.XALLOC] > 0) {
            element.finding(FindingCode.PGD_015, at, 0, types[PageTypeNibble.XALLOC] + " pages");
        }
        if (count > 0 && pages() == 0) {
            element.finding(FindingCode.PGD_016, at, count * 8, "only types are recorded");
        }
    }

    private void repeated(Element element) {
        PfnSet seen = new PfnSet();
        long distinct = 0;
        for (PfnRange range : ranges) {
            distinct += seen.addRange(range.first(), range.last());
        }
        if (rangesTotal == ranges.size() && distinct < count) {
            element.finding(FindingCode.PGD_011, offset, count * 8, (count - distinct) + " entries repeat a PFN");
        }
    }

    /** The entries before a loss; null when there are none. */
    PageBatch.@Nullable Head head() {
        return first < 0 ? null : new PageBatch.Head(first, List.copyOf(ranges));
    }

    /** The entries as a whole. */
    PageBatch.Entries entries() {
        List<PfnRange> data = new ArrayList<>(dataRunsUsed / 2);
        for (int i = 0; i < dataRunsUsed; i += 2) {
            data.add(new PfnRange(dataRuns[i], dataRuns[i + 1]));
        }
        return new PageBatch.Entries(
                pages(), first, last, List.copyOf(ranges), rangesTotal, pageTypes(), data, absentResent);
    }

    private PageTypes pageTypes() {
        int pin = PageTypeNibble.PINNED;
        return new PageTypes(
                types[0],
                types[1] + types[1 | pin],
                types[2] + types[2 | pin],
                types[3] + types[3 | pin],
                types[4] + types[4 | pin],
                types[1 | pin] + types[2 | pin] + types[3 | pin] + types[4 | pin],
                types[PageTypeNibble.BROKEN],
                types[PageTypeNibble.XALLOC],
                types[PageTypeNibble.XTAB]);
    }
}
