package io.xenscope.dissect.legacy;

/**
 * The type nibble of a batch entry (legacy-stream specification 4.2): 0 an ordinary page, 1 to 4 page tables of that
 * level, bit 3 pinned, 0xd broken, 0xe allocate only, 0xf absent.
 */
final class PageType {

    static final int PINNED = 8;
    static final int BROKEN = 0xd;
    static final int XALLOC = 0xe;
    static final int XTAB = 0xf;

    private PageType() {}

    /** True when a page follows. Right for every release: those before 4.3 never wrote 0xd, those before 4.2 not 0xe. */
    static boolean carriesData(int nibble) {
        return nibble < BROKEN;
    }

    /** Level of a page table, 1 to 4; 0 for other pages. */
    static int level(int nibble) {
        int level = nibble & 7;
        return nibble < BROKEN && level <= 4 ? level : 0;
    }

    static boolean isValid(int nibble) {
        return nibble < 5 || nibble > 7;
    }
}
