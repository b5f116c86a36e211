package io.xenscope.samples.scenario;

import java.util.List;

/** Strictly ascending PFNs, delivered one by one. */
@FunctionalInterface
interface PfnCursor {
    /** Returned behind the last PFN, any number of times. */
    long NONE = -1;

    /** The next PFN, or {@link #NONE}. */
    long next();

    /** All PFNs below {@code size}. */
    static PfnCursor all(long size) {
        return new PfnCursor() {
            private long pfn;

            @Override
            public long next() {
                return pfn < size ? pfn++ : NONE;
            }
        };
    }

    /** These PFNs, which must be ascending. */
    static PfnCursor of(long... pfns) {
        return new PfnCursor() {
            private int index;

            @Override
            public long next() {
                return index < pfns.length ? pfns[index++] : NONE;
            }
        };
    }

    /** The PFNs of these regions. */
    static PfnCursor in(List<Region> regions) {
        return new PfnCursor() {
            private int index;
            private long offset;

            @Override
            public long next() {
                if (index == regions.size()) {
                    return NONE;
                }
                Region region = regions.get(index);
                long pfn = region.first() + offset++;
                if (offset == region.count()) {
                    index++;
                    offset = 0;
                }
                return pfn;
            }
        };
    }

    /** The PFNs of both cursors, each once. */
    static PfnCursor union(PfnCursor left, PfnCursor right) {
        return new PfnCursor() {
            private long a = left.next();
            private long b = right.next();

            @Override
            public long next() {
                long pfn = a == NONE ? b : b == NONE ? a : Math.min(a, b);
                if (pfn != NONE && pfn == a) {
                    a = left.next();
                }
                if (pfn != NONE && pfn == b) {
                    b = right.next();
                }
                return pfn;
            }
        };
    }
}
