package io.xenscope.dissect.legacy;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** What is wrong with the entries of one batch, each kind of trouble summed up (legacy-stream specification 4.2, 9). */
final class EntryFindings {

    private final ImageState image;
    private final long offset;
    private final Anomaly beyond = new Anomaly();
    private final Anomaly invalid = new Anomaly();
    private final Anomaly pinnedNormal = new Anomaly();
    private final Anomaly tableInHvm = new Anomaly();
    private final Anomaly absentWithPfn = new Anomaly();
    private final Anomaly upperHalf = new Anomaly();
    private final Anomaly signExtended = new Anomaly();
    private final Anomaly newer = new Anomaly();

    /** How often an entry was wrong in one way, and where first. */
    private final class Anomaly {
        private long times;
        private long where;
        private long value;

        void seen(int number, long entry) {
            if (times++ == 0) {
                where = offset + (long) number * image.width;
                value = entry;
            }
        }

        void raise(Element element, FindingCode code, Severity severity, String text) {
            if (times > 0) {
                String more = times == 1 ? "" : " (" + times + " entries)";
                element.finding(
                        code, severity, where, image.width, "entry " + ImageState.hex(value) + more + ": " + text);
            }
        }

        void raise(Element element, FindingCode code, String text) {
            raise(element, code, code.severity(), text);
        }
    }

    /** @param offset where the first entry stands */
    EntryFindings(ImageState image, long offset) {
        this.image = image;
        this.offset = offset;
    }

    void entry(int number, long entry, int nibble, long pfn) {
        if (nibble == PageType.XTAB) {
            if (pfn != 0) {
                absentWithPfn.seen(number, entry);
            }
        } else if (pfn >= image.p2mSize && image.p2mSize >= 0) {
            beyond.seen(number, entry);
        }
        if (!PageType.isValid(nibble)) {
            invalid.seen(number, entry);
        } else if (nibble == PageType.PINNED) {
            pinnedNormal.seen(number, entry);
        } else if (PageType.level(nibble) > 0 && !image.pv && !image.headerLost) {
            tableInHvm.seen(number, entry);
        }
        long upper = entry >>> 32;
        if (upper == 0xffff_ffffL && nibble >= PageType.PINNED && !image.release.isAtLeast(Release.V3_1)) {
            signExtended.seen(number, entry);
        } else if (upper != 0) {
            upperHalf.seen(number, entry);
        }
        if (nibble == PageType.XALLOC || nibble == PageType.BROKEN) {
            boolean old = image.pv ? !image.extendedVcpus : image.passOrder.isPermuted();
            if (old) {
                newer.seen(number, entry);
            } else {
                image.release.seen(nibble == PageType.XALLOC ? Release.V4_2 : Release.V4_3);
            }
        }
    }

    /** Raises what was found, on the batch. */
    void raise(Element element) {
        boolean first = image.rounds == 0;
        String failing = first ? "fail" : "destroy the domain";
        String swallowed = "receivers up to 4.2 " + failing + ", those of 4.3 to 4.5 " + failing
                + " or, when the batch brings a page they had not allocated, drop the rest of it and go on";
        beyond.raise(
                element,
                FindingCode.E12,
                "the guest has " + ImageState.hex(image.p2mSize) + " PFNs; " + swallowed
                        + "; a far PFN crashes any of them");
        invalid.raise(
                element, FindingCode.E13, "types 5, 6 and 7 do not exist; a page is read for it, then " + swallowed);
        pinnedNormal.raise(element, FindingCode.E14, "type 8 is taken for an ordinary page");
        tableInHvm.raise(element, FindingCode.E15, "receivers change the page as if it were a page table");
        absentWithPfn.raise(
                element,
                FindingCode.E17,
                "ignored; usual in HVM streams up to 4.0 (a PFN) and PV streams up to 3.4 (a machine frame)");
        upperHalf.raise(element, FindingCode.E18, "receivers from 3.1 on ignore it, those of 3.0 compare it");
        signExtended.raise(
                element,
                FindingCode.E18,
                Severity.NOTE,
                "the sign of the type, as 64-bit toolstacks up to 3.0.4 extend it");
        newer.raise(
                element,
                FindingCode.E19,
                "a page type newer than the rest of the stream; receivers of its age read a page for it");
    }

    /**
     * Raises PFNs that come twice.
     *
     * @param places number of the entry that holds each of {@code pfns}
     */
    void repeated(Element element, long[] pfns, int[] places, int count) {
        boolean ascending = true;
        for (int i = 1; i < count; i++) {
            ascending &= pfns[i] > pfns[i - 1];
        }
        if (ascending) {
            return;
        }
        PfnSet before = new PfnSet();
        int repeats = 0;
        int first = 0;
        for (int i = 0; i < count; i++) {
            if (!before.add(pfns[i]) && repeats++ == 0) {
                first = i;
            }
        }
        if (repeats > 0) {
            String more = repeats == 1 ? "" : " (" + repeats + " entries)";
            element.finding(
                    FindingCode.E16,
                    offset + (long) places[first] * image.width,
                    image.width,
                    "PFN " + ImageState.hex(pfns[first]) + " a second time" + more + "; the last one wins");
        }
    }
}
