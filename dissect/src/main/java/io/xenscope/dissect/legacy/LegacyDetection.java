package io.xenscope.dissect.legacy;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.engine.Slice;

/**
 * Tells whether octets can be the beginning of a legacy stream, which has no magic (legacy-stream specification 2.3,
 * carriers specification 6.2). Conservative: a beginning counts only when a whole header, or a first chunk with sound
 * entries, is there; zeros, text, random octets and, on connections, a few small numbers do not pass.
 */
public final class LegacyDetection {

    /** Octets that always decide. */
    public static final int LOOK = 1 << 17;

    private static final long P2M_LEAST = 16;
    private static final long P2M_MOST = 0x0fff_ffffL;
    private static final long KHZ_LEAST = 1_000;
    private static final long KHZ_MOST = 100_000_000;

    /** One entry in so many may be damaged. */
    private static final int TOLERATED = 16;

    /** Fewer entries than this tell nothing on a connection, where much begins with small numbers. */
    private static final int TELLING = 16;

    private static final int TSC_INFO = -7;
    private static final int TMEM = -5;

    /** What octets tell. */
    public enum Answer {
        LEGACY,
        NOT_LEGACY,
        /** More octets may tell. */
        OPEN
    }

    /** What the octets come from. */
    public enum Given {
        FILE,
        CONNECTION
    }

    private final Slice seen;
    private final boolean complete;
    private final int least;
    private final int width;
    private final long p2mSize;

    private LegacyDetection(Slice seen, boolean complete, Given given) {
        this.seen = seen;
        this.complete = complete || seen.length() >= LOOK;
        this.width = ToolstackWidth.of(seen);
        this.p2mSize = width == 8 ? seen.u64(0) : seen.u32(0);
        // Real first batches are large; a file may hold a guest of few pages, made for a test.
        this.least = given == Given.CONNECTION ? TELLING : (int) Math.max(2, Math.min(p2mSize / 8, TELLING));
    }

    /**
     * Judges the first octets of a direction.
     *
     * @param seen its first octets
     * @param complete whether no more will come
     */
    public static Answer judge(Slice seen, boolean complete, Given given) {
        if (seen.length() < ToolstackWidth.LOOK) {
            return complete ? Answer.NOT_LEGACY : Answer.OPEN;
        }
        return new LegacyDetection(seen, complete, given).judge();
    }

    private Answer judge() {
        if (p2mSize < P2M_LEAST || p2mSize > P2M_MOST) {
            return Answer.NOT_LEGACY;
        }
        if (GuestType.word(seen, width, width) == -1) {
            return extendedInfo();
        }
        int chunk = (int) seen.u32(width);
        if (chunk == TSC_INFO) {
            return tscInfo();
        }
        if (chunk == TMEM) {
            return lacks(width + 16) ? open() : answer(seen.u32(width + 12) == 0xffff_ffffL);
        }
        Answer asBatch = chunk >= 1 && chunk <= BatchChunk.MOST ? batch(width) : Answer.NOT_LEGACY;
        return asBatch == Answer.NOT_LEGACY ? frameList() : asBatch;
    }

    /** The signature and the name of the block that always comes first; what is wrong behind them is a finding. */
    private Answer extendedInfo() {
        int block = 2 * width + 4;
        return lacks(block + 4) ? open() : answer(seen.part(block, 4).text().equals("vcpu"));
    }

    /** The only fields with a narrow range are the mode and the frequency. */
    private Answer tscInfo() {
        if (lacks(width + 24)) {
            return open();
        }
        long mode = seen.u32(width + 4);
        long khz = seen.u32(width + 16);
        return answer(mode <= 3 && khz >= KHZ_LEAST && khz <= KHZ_MOST);
    }

    /**
     * A batch whose entries are sound but for a few: types an HVM guest has, PFNs below the end, distinct, ascending.
     */
    private Answer batch(int at) {
        int count = (int) seen.u32(at);
        if (count < least) {
            return Answer.NOT_LEGACY;
        }
        PfnSet distinct = new PfnSet();
        long last = -1;
        int named = 0;
        int unsound = 0;
        int descents = 0;
        for (int i = 0; i < count; i++) {
            int place = at + 4 + i * width;
            if (lacks(place + width)) {
                return open();
            }
            long entry = width == 8 ? seen.u64(place) : seen.u32(place);
            int nibble = (int) (entry >>> 28) & 0xf;
            long pfn = entry & P2M_MOST;
            boolean absent = nibble == PageType.XTAB;
            boolean sound = entry >>> 32 == 0 && (nibble == 0 || nibble >= PageType.BROKEN);
            if (!sound || !absent && (pfn >= p2mSize || !distinct.add(pfn))) {
                unsound++;
            } else if (!absent) {
                descents += pfn <= last ? 1 : 0;
                last = Math.max(last, pfn);
                named++;
            }
            if (unsound > count / TOLERATED) {
                return Answer.NOT_LEGACY;
            }
        }
        // Senders up to 3.2 list PFNs in a permutation, which begins with 0.
        long first = width == 8 ? seen.u64(at + 4) : seen.u32(at + 4);
        boolean permuted = first == 0 && last > named && unsound == 0;
        return answer(named >= 2 && (descents <= count / TOLERATED || permuted));
    }

    /** A frame list without extended info, and a batch behind it of sound entries that begins with PFN 0. */
    private Answer frameList() {
        long perEntry = 4096 / width;
        long entries = (p2mSize + perEntry - 1) / perEntry;
        for (int i = 0; i < entries; i++) {
            int place = width * (i + 1);
            if (lacks(place + width)) {
                return open();
            }
            long frame = width == 8 ? seen.u64(place) : seen.u32(place);
            if (frame <= 0 || frame >= p2mSize) {
                return Answer.NOT_LEGACY;
            }
        }
        int batch = (int) (width * (entries + 1));
        if (lacks(batch + 4 + width)) {
            return open();
        }
        int count = (int) seen.u32(batch);
        long first = width == 8 ? seen.u64(batch + 4) : seen.u32(batch + 4);
        boolean begins = (first & P2M_MOST) == 0 && (int) (first >>> 28 & 0xf) != PageType.XTAB;
        return begins && count >= least && count <= BatchChunk.MOST ? pvEntries(batch + 4, count) : Answer.NOT_LEGACY;
    }

    /** Entries with types a PV guest has, below the end and distinct but for a few. */
    private Answer pvEntries(int at, int count) {
        PfnSet distinct = new PfnSet();
        int unsound = 0;
        for (int i = 0; i < count; i++) {
            int place = at + i * width;
            if (lacks(place + width)) {
                return open();
            }
            long entry = width == 8 ? seen.u64(place) : seen.u32(place);
            int nibble = (int) (entry >>> 28) & 0xf;
            long pfn = entry & P2M_MOST;
            boolean exists = nibble < 5 || nibble > 7;
            boolean absent = nibble == PageType.XTAB;
            unsound += exists && (absent || pfn < p2mSize && distinct.add(pfn)) ? 0 : 1;
        }
        return answer(unsound <= count / TOLERATED);
    }

    private boolean lacks(int octets) {
        return seen.length() < octets;
    }

    private Answer open() {
        return complete ? Answer.NOT_LEGACY : Answer.OPEN;
    }

    private static Answer answer(boolean legacy) {
        return legacy ? Answer.LEGACY : Answer.NOT_LEGACY;
    }
}
