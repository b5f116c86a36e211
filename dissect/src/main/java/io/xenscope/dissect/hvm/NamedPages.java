package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

/**
 * Judges parameters that hold the number of a page by the pages that came before (payload specification F, PAR-007): all
 * PFNs of a guest are in its batches, those of pages without content, too.
 */
public final class NamedPages {

    private long highest = -1;
    private boolean lost;

    /** A batch names this PFN. */
    public void seen(long pfn) {
        highest = Math.max(highest, pfn);
    }

    /** The highest PFN of all batches; −1 when there was none. */
    public long highest() {
        return highest;
    }

    /** PFNs of a batch were lost, or not seen from the first one on. */
    public void lost() {
        lost = true;
    }

    /** Judges the value of parameter {@code index}, which lies at {@code at}. */
    public void check(Element element, long index, long value, long at) {
        if (!lost && Tables.hvmParams().isPage(index) && Long.compareUnsigned(value, highest) > 0) {
            element.finding(
                    FindingCode.PAR_007,
                    at,
                    8,
                    Tables.hvmParams().name(index) + " (index " + index + ") is PFN 0x" + Long.toHexString(value)
                            + ", the highest seen 0x" + Long.toHexString(highest));
        }
    }
}
