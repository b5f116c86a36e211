package io.xenscope.dissect.pv;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.fields.PageCutter;
import io.xenscope.dissect.fields.PageScan;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.Arrays;

/**
 * Looks into the page tables among the pages of a PV guest's batch: senders write PFNs in place of machine frames
 * (modern-stream specification 4.5, legacy-stream specification 4.5), and none of them may lie beyond the guest. All
 * other pages are stepped over.
 *
 * <pre>
 *  63        52 51                    12 11     1  0
 *  +-----------+------------------------+--------+---+
 *  |   flags   |          PFN           |  flags | P |   P: present; 512 entries, little-endian, of guests
 *  +-----------+------------------------+--------+---+      of 32 and of 64 bits
 * </pre>
 */
public final class TablePages implements PieceConsumer {

    private static final int ENTRY = 8;
    private static final int FRAME_SHIFT = 12;
    private static final long FRAMES = 0xff_ffff_ffffL;

    private final long endPfn;
    private final PageCutter tables = new PageCutter(this::table);
    private long pages;

    /** Pairs of the number of a page that is a table, counted among all of the batch, and its PFN. */
    private long[] found = new long[16];

    private int used;

    /** The pair the position is before or in. */
    private int next;

    private long position;
    private long beyond;
    private long ofPfnZero;
    private long firstAt;
    private long firstPfn;
    private long firstEntry;

    /** @param endPfn highest PFN of the guest */
    public TablePages(long endPfn) {
        this.endPfn = endPfn;
    }

    /** A page will come: as a table, or not, of this PFN. */
    public void page(boolean table, long pfn) {
        if (table) {
            if (used == found.length) {
                found = Arrays.copyOf(found, used * 2);
            }
            found[used++] = pages;
            found[used++] = pfn;
        }
        pages++;
    }

    /** Octets of the pages, all of which were announced. */
    @Override
    public void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int taken = (int) Math.min(end - at, toNextBorder());
            if (inTable()) {
                tables.octets(octets, at, taken);
            }
            at += taken;
            advance(taken);
        }
    }

    @Override
    public void missing(long count) {
        long left = count;
        while (left > 0) {
            long taken = Math.min(left, toNextBorder());
            if (inTable()) {
                tables.missing(taken);
            }
            left -= taken;
            advance(taken);
        }
    }

    private long nextTable() {
        return next < used ? found[next] * PageScan.PAGE : Long.MAX_VALUE;
    }

    private boolean inTable() {
        return position >= nextTable();
    }

    private long toNextBorder() {
        return inTable() ? nextTable() + PageScan.PAGE - position : nextTable() - position;
    }

    private void advance(long taken) {
        position += taken;
        if (next < used && position == nextTable() + PageScan.PAGE) {
            next += 2;
        }
    }

    private void table(long number, byte[] octets, int index) {
        for (int at = 0; at < PageScan.PAGE; at += ENTRY) {
            long entry = Slice.long64(octets, index + at, false);
            if ((entry & 1) == 0) {
                continue;
            }
            long pfn = entry >>> FRAME_SHIFT & FRAMES;
            ofPfnZero += pfn == 0 ? 1 : 0;
            if (pfn > endPfn && beyond++ == 0) {
                firstAt = nextTable() + at;
                firstPfn = found[next + 1];
                firstEntry = entry;
            }
        }
    }

    /** Entries that are present and name PFN 0. */
    public long ofPfnZero() {
        return ofPfnZero;
    }

    /**
     * Raises what lies beyond the guest.
     *
     * @param start where the pages begin
     * @param consequence what receivers make of it
     */
    public void check(long start, Element element, Severity severity, String consequence) {
        if (beyond > 0) {
            element.finding(
                    FindingCode.PGD_020,
                    severity,
                    start + firstAt,
                    ENTRY,
                    beyond + " entries; the first is 0x" + Long.toHexString(firstEntry) + " in the page of PFN 0x"
                            + Long.toHexString(firstPfn) + ", the guest ends at PFN 0x" + Long.toHexString(endPfn)
                            + consequence);
        }
    }
}
