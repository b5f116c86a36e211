package io.xenscope.dissect.legacy.compressed;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Pages that lists have announced and whose records have not come yet; a real sender lets few thousand wait. */
final class PageQueue {

    /** Pages kept waiting; of the sender at most 8192 and a batch wait. */
    static final int MOST = 1 << 16;

    private final ArrayDeque<Page> waiting = new ArrayDeque<>();

    /** A page with data of a list. */
    record Page(long pfn, boolean table, long batch) {}

    /** True when there was room. */
    boolean add(Page page) {
        if (waiting.size() == MOST) {
            return false;
        }
        waiting.add(page);
        return true;
    }

    @Nullable
    Page next() {
        return waiting.poll();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
    }
}
