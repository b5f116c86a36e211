package io.xenscope.dissect.analysis;

import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A set of PFNs. Sparse, so that a hostile PFN costs no more than an ordinary one; the PFNs of guests up to 16 TiB are
 * kept in the faster 32-bit bitmap.
 */
public final class PfnSet {

    private static final long LOW_END = 1L << 32;

    private RoaringBitmap low = new RoaringBitmap();
    private Roaring64Bitmap high = new Roaring64Bitmap();

    /** Adds {@code [first, last]}, both included; returns how many of them were not in the set. */
    public long addRange(long first, long last) {
        if (first == last) {
            return add(first) ? 1 : 0;
        }
        if (last < LOW_END) {
            long known = low.rangeCardinality(first, last + 1);
            low.add(first, last + 1);
            return last - first + 1 - known;
        }
        long added = 0;
        for (long pfn = first; pfn <= last; pfn++) {
            added += add(pfn) ? 1 : 0;
        }
        return added;
    }

    /** Adds {@code pfn}; returns true when it was not in the set. */
    public boolean add(long pfn) {
        if (pfn < LOW_END) {
            return low.checkedAdd((int) pfn);
        }
        if (high.contains(pfn)) {
            return false;
        }
        high.addLong(pfn);
        return true;
    }

    /** Removes {@code [first, last]}, both included. */
    public void removeRange(long first, long last) {
        if (last < LOW_END) {
            low.remove(first, last + 1);
            return;
        }
        for (long pfn = first; pfn <= last; pfn++) {
            if (pfn < LOW_END) {
                low.remove((int) pfn);
            } else {
                high.removeLong(pfn);
            }
        }
    }

    public boolean contains(long pfn) {
        return pfn < LOW_END ? low.contains((int) pfn) : high.contains(pfn);
    }

    public long size() {
        return low.getLongCardinality() + high.getLongCardinality();
    }

    public void clear() {
        low = new RoaringBitmap();
        high = new Roaring64Bitmap();
    }
}
