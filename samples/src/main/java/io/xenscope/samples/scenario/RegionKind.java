package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.PageType;

/** Kinds of guest address ranges and the page types they are sent with. */
enum RegionKind {
    RAM(PageType.NOTAB, PageType.NOTAB),
    HOLE(PageType.XTAB, PageType.XTAB),
    L1(PageType.L1, PageType.L1),
    L1_PINNED(PageType.L1_PINNED, PageType.L1_PINNED),
    /** A page table that cannot be normalised while the guest runs (section 5.6). */
    L1_DEFERRED(PageType.XTAB, PageType.L1),
    L2(PageType.L2, PageType.L2),
    L3(PageType.L3, PageType.L3),
    L3_PINNED(PageType.L3_PINNED, PageType.L3_PINNED),
    L4_PINNED(PageType.L4_PINNED, PageType.L4_PINNED),
    /** PFNs of a PV guest without a machine frame; remembered like deferred pages. */
    BALLOONED(PageType.XTAB, PageType.XTAB);

    private final PageType whileRunning;
    private final PageType whileSuspended;

    RegionKind(PageType whileRunning, PageType whileSuspended) {
        this.whileRunning = whileRunning;
        this.whileSuspended = whileSuspended;
    }

    PageType type(boolean running) {
        return running ? whileRunning : whileSuspended;
    }

    /** Whether pages of this kind are sent again in the final pass of a live migration. */
    boolean deferred() {
        return this == L1_DEFERRED || this == BALLOONED;
    }
}
