package io.xenscope.dissect.legacy.compressed;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which pages a real sender still knows the sent content of: the {@value #PAGES} used last (legacy-stream specification
 * 7.3). It can send those as changes, all others only in full. Contents are not kept, so the size is fixed.
 */
final class SenderCache {

    /** Pages the cache of the releases 4.2 to 4.5 holds. */
    static final int PAGES = 8192;

    private final LinkedHashMap<Long, Boolean> used = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > PAGES;
        }
    };

    /**
     * A page that is no page table passes, and is in the cache from now on.
     *
     * @return whether it was before
     */
    boolean use(long pfn) {
        return used.put(pfn, Boolean.TRUE) != null;
    }

    /** Page tables are never kept; a page that has become one leaves. */
    void drop(long pfn) {
        used.remove(pfn);
    }
}
