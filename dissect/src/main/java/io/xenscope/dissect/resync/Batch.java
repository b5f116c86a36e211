package io.xenscope.dissect.resync;

/**
 * The arithmetic of PAGE_DATA (modern-stream specification 4.5): length = 8 + 8 C + 4096 N, where C counts entries and N
 * those that carry a page.
 */
final class Batch {

    /** Entries in a row that are no accident. */
    private static final int ENOUGH = 8;

    /** Batches between two that were seen, above which their lengths tell nothing. */
    private static final int FEW = 2;

    /** Entries of real senders. */
    static final int MOST = 1024;

    private static final int PREFIX = 16;

    /** Octets before the first page of any batch. */
    static final int LEAST = PREFIX + 8;

    /** The same for a batch of as many entries as senders write. */
    static final int FULL = PREFIX + 8 * 1024;

    private static final int PAGE = 4096;

    /** Beyond any guest's memory; type and length of a record, read as an entry, lie beyond it, too. */
    private static final long PFN_LIMIT = 1L << 36;

    private static final long RESERVED = 0x0ff0_0000_0000_0000L;

    private Batch() {}

    /** Judges the header at {@code at}, of which {@code n} octets were seen, at least eight. */
    static Header header(Window window, long at, long n) {
        long length = window.u32(at + 4);
        if (length < PREFIX || length % 8 != 0 || length > Walk.LONGEST_BATCH - 8) {
            return Header.NONE;
        }
        if (n < 12) {
            return isSum(length) ? Header.of(at + 8 + length, Place.LIBXC_RECORD, 0) : Header.NONE;
        }
        long count = window.u32(at + 8);
        long pages = length - 8 - 8 * count;
        boolean sound = count >= 1
                && count <= MOST
                && pages >= 0
                && pages % PAGE == 0
                && pages / PAGE <= count
                && (n < PREFIX || window.u32(at + 12) == 0);
        for (long entry = PREFIX; sound && entry + 8 <= Math.min(n, PREFIX + 8 * count); entry += 8) {
            sound = isEntry(window.u64(at + entry));
        }
        return sound ? Header.batch(at + PREFIX + 8 * count, Place.LIBXC_RECORD, n >= PREFIX + 8 ? 2 : 1) : Header.NONE;
    }

    /** True when some count of entries and of pages gives this length. */
    private static boolean isSum(long length) {
        long words = (length - 8) / 8;
        for (long count = words % 512; count <= MOST; count += 512) {
            long pages = (words - count) / 512;
            if (count > 0 && pages >= 0 && pages <= count) {
                return true;
            }
        }
        return false;
    }

    /** Judges the entries of the batch at {@code start} that were seen; a further weight when all were. */
    static Header entries(Window window, long start, long end) {
        // What stood before its beginning was given up may be gone.
        if (start < window.base()) {
            return Header.of(end, Place.LIBXC_RECORD, 0);
        }
        long pages = (window.u32(start + 4) - 8 - (end - start - PREFIX)) / PAGE;
        long carrying = 0;
        long lost = 0;
        long seen = start;
        for (long at = start + PREFIX; at < end; at += 8) {
            if (at + 8 > seen) {
                seen = window.seenUpTo(at);
            }
            if (at + 8 > seen) {
                lost++;
                continue;
            }
            long entry = window.u64(at);
            if (!isEntry(entry)) {
                return Header.NONE;
            }
            carrying += carriesPage(entry) ? 1 : 0;
        }
        boolean sum = carrying <= pages && pages <= carrying + lost;
        return sum ? Header.of(end + pages * PAGE, Place.LIBXC_RECORD, lost == 0 ? 1 : 0) : Header.NONE;
    }

    /**
     * The first PFN of the batch at {@code start} when it is one of a pass over all memory, in which all batches are full and
     * follow each other from PFN 0 on (modern-stream specification 5.3, rule 7); −1 when it is not.
     */
    static long firstInTurn(Window window, long start, long end) {
        long entries = start + PREFIX;
        if (end - entries != 8L * MOST || start < window.base() || window.seenUpTo(entries) < entries + 8) {
            return -1;
        }
        long first = pfn(window.u64(entries));
        int inTurn = 0;
        for (long at = entries; at < end; at += 8) {
            if (window.seenUpTo(at) >= at + 8) {
                if (pfn(window.u64(at)) != first + (at - entries) / 8) {
                    return -1;
                }
                inTurn++;
            }
        }
        return inTurn >= ENOUGH && first % MOST == 0 ? first : -1;
    }

    /**
     * True when batches of a pass over all memory fit between: the PFNs tell how many there are, and those have to fill the octets
     * with some number of pages.
     *
     * @param before the highest PFN before {@code from}; −1 when there was none
     * @param from where the first of the batches between begins
     * @param start where a batch begins that is in turn
     * @param first its first PFN
     */
    static boolean fit(long before, long from, long start, long first) {
        long due = (Math.floorDiv(before, MOST) + 1) * MOST;
        long between = (first - due) / MOST;
        long pages = start - from - between * FULL;
        return first >= due && pages >= 0 && pages % PAGE == 0 && pages / PAGE <= between * MOST;
    }

    /**
     * True when a few batches fill the octets from {@code origin} up to {@code start}: full ones as those of the first pass, or
     * such whose entries all carry a page, as those of later passes. Of places that are no header's hardly one in a
     * hundred does so.
     */
    static boolean fill(long origin, long start) {
        for (long batches = 1; batches <= FEW; batches++) {
            long octets = start - origin - PREFIX * batches;
            long pages = octets - 8L * MOST * batches;
            boolean full = pages >= 0 && pages % PAGE == 0 && pages / PAGE <= MOST * batches;
            boolean carrying = octets >= 0 && octets % (8 + PAGE) == 0 && octets / (8 + PAGE) <= MOST * batches;
            if (full || carrying) {
                return true;
            }
        }
        return false;
    }

    /** An existing type, reserved bits zero, a PFN that a guest may have. */
    static boolean isEntry(long entry) {
        int nibble = (int) (entry >>> 60);
        return (nibble < 5 || nibble > 8) && (entry & RESERVED) == 0 && pfn(entry) < PFN_LIMIT;
    }

    static long pfn(long entry) {
        return entry & 0xf_ffff_ffff_ffffL;
    }

    static boolean carriesPage(long entry) {
        return entry >>> 60 < 0xd;
    }

    /** True when {@code count} frames hold the P2M table from {@code first} to {@code last}, for either width. */
    static boolean holdsFrames(long count, long first, long last) {
        return count == last / 512 - first / 512 + 1 || count == last / 1024 - first / 1024 + 1;
    }
}
