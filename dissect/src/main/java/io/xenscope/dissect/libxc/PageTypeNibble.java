package io.xenscope.dissect.libxc;

/** The type in the top four bits of a PAGE_DATA entry (modern-stream specification 4.5). */
final class PageTypeNibble {

    static final int L1TAB = 0x1;
    static final int L4TAB = 0x4;
    static final int PINNED = 0x8;
    static final int BROKEN = 0xd;
    static final int XALLOC = 0xe;
    static final int XTAB = 0xf;

    private PageTypeNibble() {}

    /** True when a page of this type has its contents in the record. */
    static boolean carriesData(int nibble) {
        return nibble < BROKEN;
    }

    /** False for 5 to 8, which no receiver knows. */
    static boolean isValid(int nibble) {
        return nibble <= L4TAB || nibble > PINNED;
    }

    /** True for page tables, pinned or not. */
    static boolean isPageTable(int nibble) {
        int level = nibble & ~PINNED;
        return nibble < BROKEN && level >= L1TAB && level <= L4TAB;
    }
}
