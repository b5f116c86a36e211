package io.xenscope.dissect.legacy;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.engine.Slice;

/**
 * Tells PV from HVM, which no field says (legacy-stream specification 2.3, T2). Pure: asks for more octets until they
 * decide; twenty do for all but images without extended info of 32-bit toolstacks.
 */
final class GuestType {

    private static final long PFN_LIMIT = 0x1000_0000L;
    private static final int FRAMES_PER_PAGE = 1024;

    private final Slice seen;
    private final int width;
    private final long p2mSize;

    /** A guest type, or how many octets are needed to tell. */
    record Answer(Kind kind, int needs) {}

    enum Kind {
        PV,
        HVM,
        OPEN
    }

    private static final Answer PV = new Answer(Kind.PV, 0);
    private static final Answer HVM = new Answer(Kind.HVM, 0);

    private GuestType(Slice seen, int width) {
        this.seen = seen;
        this.width = width;
        this.p2mSize = seen.u32(0);
    }

    /** @param seen the first octets of the stream, at least the width of a word */
    static Answer of(Slice seen, int width) {
        return new GuestType(seen, width).decide();
    }

    private Answer decide() {
        if (lacks(2 * width)) {
            return open(2 * width);
        }
        if (word(seen, width, width) == -1) {
            return PV;
        }
        int second = (int) seen.u32(width);
        if (second <= 0) {
            return HVM;
        }
        return width == 8 ? wide() : narrow(second);
    }

    private Answer wide() {
        if (lacks(20)) {
            return open(20);
        }
        return seen.u32(12) == 0 && seen.u32(16) != 0 ? PV : HVM;
    }

    private Answer narrow(int second) {
        if (second > BatchChunk.MOST) {
            return second >= p2mSize ? HVM : PV;
        }
        if (lacks(12)) {
            return open(12);
        }
        long entry = seen.u32(8);
        return entry == 0 || entry >= PFN_LIMIT ? HVM : frameList(second);
    }

    /** Rule 6: does a frame list and then a batch fit the octets? */
    private Answer frameList(int second) {
        int frames = (int) ((p2mSize + FRAMES_PER_PAGE - 1) / FRAMES_PER_PAGE);
        int batch = 4 + 4 * frames;
        if (lacks(batch + 8)) {
            return open(batch + 8);
        }
        int count = (int) seen.u32(batch);
        long firstEntry = seen.u32(batch + 4);
        boolean fits = areFrames(4, frames)
                && count >= 1
                && count <= BatchChunk.MOST
                && (firstEntry & 0x0fff_ffffL) == 0
                && firstEntry >>> 28 != PageType.XTAB;
        if (fits && frames < second) {
            return PV;
        }
        if (fits && lacks(batch + 4 + 4 * count)) {
            return open(batch + 4 + 4 * count);
        }
        return fits && areEntries(batch + 4, count, 0x60e0) ? PV : firstBatch(second);
    }

    /** Rule 7: does a batch and then another chunk fit? */
    private Answer firstBatch(int count) {
        if (lacks(8 + 4 * count)) {
            return open(8 + 4 * count);
        }
        if (!areEntries(8, count, 0x1ffe)) {
            return PV;
        }
        int pages = 0;
        for (int i = 0; i < count; i++) {
            pages += PageType.carriesData((int) (seen.u32(8 + 4 * i) >>> 28)) ? 1 : 0;
        }
        int next = 8 + 4 * count + 4096 * pages;
        if (lacks(next + 4)) {
            return open(next + 4);
        }
        int header = (int) seen.u32(next);
        if (header == -2 || header == -6 || header == -7) {
            return HVM;
        }
        if (header < 1 || header > BatchChunk.MOST) {
            return PV;
        }
        if (lacks(next + 4 + 4 * header)) {
            return open(next + 4 + 4 * header);
        }
        return areEntries(next + 4, header, 0x1ffe) ? HVM : PV;
    }

    private boolean areFrames(int at, int count) {
        PfnSet distinct = new PfnSet();
        for (int i = 0; i < count; i++) {
            long frame = seen.u32(at + 4 * i);
            if (frame == 0 || frame >= p2mSize || !distinct.add(frame)) {
                return false;
            }
        }
        return true;
    }

    /** True for entries without the types of the mask {@code forbidden} and with sound PFNs. */
    private boolean areEntries(int at, int count, int forbidden) {
        PfnSet distinct = new PfnSet();
        for (int i = 0; i < count; i++) {
            long entry = seen.u32(at + 4 * i);
            int nibble = (int) (entry >>> 28);
            long pfn = entry & 0x0fff_ffffL;
            if ((forbidden >> nibble & 1) != 0) {
                return false;
            }
            if (nibble != PageType.XTAB && (pfn >= p2mSize || !distinct.add(pfn))) {
                return false;
            }
        }
        return true;
    }

    private boolean lacks(int octets) {
        return seen.length() < octets;
    }

    private static Answer open(int needs) {
        return new Answer(Kind.OPEN, needs);
    }

    /** A word of the toolstack; all ones is −1 whatever its width. */
    static long word(Slice in, int at, int width) {
        return width == 8 ? in.u64(at) : in.u32(at) == 0xffff_ffffL ? -1 : in.u32(at);
    }
}
