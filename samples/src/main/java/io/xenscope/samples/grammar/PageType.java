package io.xenscope.samples.grammar;

/** Page types of PAGE_DATA entries (section 4.5). The constants stand in the order of their numbers. */
public enum PageType {
    /** Normal page. */
    NOTAB(0x0, "NOTAB"),
    /** PV page table, level 1. */
    L1(0x1, "L1"),
    /** PV page table, level 2. */
    L2(0x2, "L2"),
    /** PV page table, level 3. */
    L3(0x3, "L3"),
    /** PV page table, level 4. */
    L4(0x4, "L4"),
    /** Pinned PV page table, level 1. */
    L1_PINNED(0x9, "L1P"),
    /** Pinned PV page table, level 2. */
    L2_PINNED(0xa, "L2P"),
    /** Pinned PV page table, level 3. */
    L3_PINNED(0xb, "L3P"),
    /** Pinned PV page table, level 4. */
    L4_PINNED(0xc, "L4P"),
    /** Poisoned page, no data. */
    BROKEN(0xd, "BROKEN"),
    /** Page to be allocated, no data. */
    XALLOC(0xe, "XALLOC"),
    /** Hole or deferred page, no data. */
    XTAB(0xf, "XTAB");

    private final int nibble;
    private final String label;

    PageType(int nibble, String label) {
        this.nibble = nibble;
        this.label = label;
    }

    /** The number in bits 63 to 60 of an entry. */
    public int nibble() {
        return nibble;
    }

    /** Whether page contents of 4096 octets follow for an entry of this type. */
    public boolean carriesData() {
        return carriesData(nibble);
    }

    static boolean carriesData(int nibble) {
        return nibble < BROKEN.nibble;
    }

    static String label(int nibble) {
        for (PageType type : values()) {
            if (type.nibble == nibble) {
                return type.label;
            }
        }
        return "0x" + Integer.toHexString(nibble);
    }
}
