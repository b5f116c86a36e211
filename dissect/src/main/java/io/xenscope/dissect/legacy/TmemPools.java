package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

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

    private static final int HEADER = 28;
    private static final int UUID_AT = 12;

    private final int oidWidth;
    private final long offset;
    private final int kept;
    private final List<Pool> poolsKept = new ArrayList<>();
    private final byte[] header = new byte[HEADER];
    private int headerSeen;
    private long position;
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
        POOL_ID(true),
        POOL_FLAGS(true),
        POOL_PAGES(true),
        POOL_UUID(true),
        OID(false),
        INDEX(false),
        PAGE(false),
        OVER(false);

        private final boolean ofHeader;

        Part(boolean ofHeader) {
            this.ofHeader = ofHeader;
        }
    }

    /** What is shown of a pool: its header, and how many pages came. */
    private static final class Pool {
        private final Slice header;
        private long pages;

        Pool(Slice header) {
            this.header = header;
        }

        Fields fields() {
            String uuid = HexFormat.of().formatHex(header.octets(), header.start() + UUID_AT, header.start() + HEADER);
            return new FieldReader(header)
                    .u32("pool_id", 0)
                    .hex32("flags", 4)
                    .u32("announced", 8)
                    .leaf("uuid", UUID_AT, HEADER - UUID_AT, new Data.Text(uuid), null)
                    .leaf("pages", 0, HEADER, new Data.Numeric(pages), null)
                    .fields();
        }
    }

    /**
     * @param oidWidth octets of a page identifier
     * @param offset where the first pool stands
     * @param kept pools shown at most
     */
    TmemPools(int oidWidth, long offset, int kept) {
        this.oidWidth = oidWidth;
        this.offset = offset;
        this.kept = kept;
    }

    int oidWidth() {
        return oidWidth;
    }

    /** The pools, each with its header and the pages that came of it. */
    Value.Items pools() {
        return new Value.Items(List.copyOf(poolsKept.stream().map(Pool::fields).toList()), pools);
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
            position += count;
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
                position += taken;
                needs -= taken;
            } else {
                if (part.ofHeader) {
                    header[headerSeen++] = octets[at];
                }
                ones &= octets[at] == -1;
                value |= seen < 4 ? (octets[at] & 0xffL) << (8 * seen) : 0;
                seen++;
                at++;
                position++;
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
            case POOL_UUID -> {
                poolBegins();
                nextPage();
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
                if (pools == poolsKept.size()) {
                    poolsKept.get(poolsKept.size() - 1).pages++;
                }
                nextPage();
            }
            case OVER -> {}
        }
    }

    private void poolBegins() {
        pools++;
        headerSeen = 0;
        if (poolsKept.size() < kept) {
            long at = offset + position - HEADER;
            poolsKept.add(new Pool(new Slice(header.clone(), 0, HEADER, at, 0, ByteOrder.LITTLE_ENDIAN)));
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
