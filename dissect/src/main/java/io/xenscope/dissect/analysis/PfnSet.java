package io.xenscope.dissect.analysis;

import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A set of PFNs. Sparse, so that a hostile PFN costs no more than an ordinary one; the PFNs of guests up to 16 TiB are
 * kept in the faster 32-bit bitmap, and of those beyond so many only.
 */
public final class PfnSet {

    private static final long LOW_END = 1L << 32;

    private static final int HIGH_MEMORY = 160;

    private final int mostHigh;
    private int highCount;
    private boolean forgetful;
    private RoaringBitmap low = new RoaringBitmap();
    private Roaring64Bitmap high = new Roaring64Bitmap();

    /** For the PFNs of one batch, or of guests that have none so high. */
    public PfnSet() {
        this(Integer.MAX_VALUE);
    }

    /** @param mostHigh PFNs from 2^32 on that are kept; more count as new whenever they come */
    public PfnSet(int mostHigh) {
        this.mostHigh = mostHigh;
    }

    /** Octets of memory it needs, roughly. */
    public long memory() {
        return low.getLongSizeInBytes() + (long) HIGH_MEMORY * highCount;
    }

    /** True when there was no room to keep one. */
    public boolean isForgetful() {
        return forgetful;
    }

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
        if (highCount < mostHigh) {
            high.addLong(pfn);
            highCount++;
        } else {
            forgetful = true;
        }
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
            } else if (high.contains(pfn)) {
                high.removeLong(pfn);
                highCount--;
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
        highCount = 0;
    }
}
