package io.xenscope.dissect.legacy;

/**
 * Follows the pools of a TMEM image for one width of page identifiers (legacy-stream specification 4.3.4).
 *
 * <pre>
 * pools = { pool } , ffffffff ;
 * pool  = u32 id , u32 flags , u32 pages , u64 uuid[2] , { identifier , u32 index , page } ;
 * </pre>
 *
 * A list with fewer pages than announced ends with an identifier of all ones.
 */
final class TmemPools {

    private final int oidWidth;
    private Part part = Part.POOL_ID;
    private long needs = 4;
    private boolean ones = true;
    private long value;
    private int seen;
    private long pagesLeft;
    private int pageOctets;
    private long pools;
    private long pages;
    private boolean justEnded;

    private enum Part {
        POOL_ID,
        POOL_FLAGS,
        POOL_PAGES,
        POOL_UUID,
        OID,
        INDEX,
        PAGE,
        OVER
    }

    TmemPools(int oidWidth) {
        this.oidWidth = oidWidth;
    }

    int oidWidth() {
        return oidWidth;
    }

    long pools() {
        return pools;
    }

    long pages() {
        return pages;
    }

    /** Octets up to the end of the part under way; very many when the image is over. */
    long needs() {
        return part == Part.OVER ? Long.MAX_VALUE : needs;
    }

    boolean isInPage() {
        return part == Part.PAGE || part == Part.OVER;
    }

    boolean isOver() {
        return part == Part.OVER;
    }

    /** True once, when the last octets taken ended the image. */
    boolean hasJustEnded() {
        boolean ended = justEnded;
        justEnded = false;
        return ended;
    }

    /** Octets of a page were lost. */
    void skip(long count) {
        if (part != Part.OVER) {
            needs -= count;
            partEnds();
        }
    }

    void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end && part != Part.OVER) {
            if (part == Part.PAGE) {
                int taken = (int) Math.min(needs, end - at);
                at += taken;
                needs -= taken;
            } else {
                ones &= octets[at] == -1;
                value |= seen < 4 ? (octets[at] & 0xffL) << (8 * seen) : 0;
                seen++;
                at++;
                needs--;
            }
            partEnds();
        }
    }

    private void partEnds() {
        if (needs > 0) {
            return;
        }
        long word = value;
        boolean allOnes = ones;
        value = 0;
        seen = 0;
        ones = true;
        switch (part) {
            case POOL_ID -> {
                if (allOnes) {
                    part = Part.OVER;
                    justEnded = true;
                } else {
                    pools++;
                    expect(Part.POOL_FLAGS, 4);
                }
            }
            case POOL_FLAGS -> {
                pageOctets = 1 << ((word >> 4 & 0xf) + 12);
                expect(Part.POOL_PAGES, 4);
            }
            case POOL_PAGES -> {
                pagesLeft = word;
                expect(Part.POOL_UUID, 16);
            }
            case OID -> {
                if (allOnes) {
                    expect(Part.POOL_ID, 4);
                } else {
                    expect(Part.INDEX, 4);
                }
            }
            case INDEX -> expect(Part.PAGE, pageOctets);
            case PAGE -> {
                pages++;
                pagesLeft--;
                nextPage();
            }
            default -> nextPage();
        }
    }

    private void nextPage() {
        if (pagesLeft > 0) {
            expect(Part.OID, oidWidth);
        } else {
            expect(Part.POOL_ID, 4);
        }
    }

    private void expect(Part following, long octets) {
        part = following;
        needs = octets;
    }
}
