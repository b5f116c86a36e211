package io.xenscope.dissect.resync;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows the chunks of a legacy image (legacy-stream specification 4.1, 4.3). */
final class LegacyWalk implements Walk {

    private static final int ID = 4;
    private static final int PAGE = 4096;
    private static final long PFN = 0x0fff_ffffL;
    private static final int LAST_ID = -21;
    private static final int VCPU_INFO = -2;
    private static final int TMEM = -5;
    private static final int TMEM_EXTRA = -6;
    private static final int TSC_INFO = -7;
    private static final int COMPRESSED = -12;
    private static final int TOOLSTACK = -18;
    private static final Set<Integer> MARKERS = Set.of(-1, -9, -13);

    /** Entries from which on a batch can hardly be chance. */
    private static final int MANY = 8;

    private final int width;
    private final boolean pages;
    private final boolean known;

    /**
     * @param width octets of the toolstack's words
     * @param pages whether pages follow the entries of a batch, rather than travel compressed
     * @param known whether this is known to be a legacy image; otherwise nothing but batches that lead to each other counts, for
     *     tables of numbers look like chunks
     */
    LegacyWalk(int width, boolean pages, boolean known) {
        this.width = width;
        this.pages = pages;
        this.known = known;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int least(Place place) {
        return ID;
    }

    @Override
    public boolean mayBegin(int id) {
        return id != 0 && id >= LAST_ID && id <= Batch.MOST;
    }

    @Override
    public List<Place> beginnings(Window window, long at, long seen) {
        return List.of(Place.CHUNK);
    }

    @Override
    public Header judge(Place place, Window window, long at, long seen) {
        int n = (int) (seen - at);
        if (place != Place.CHUNK || n < ID) {
            return Header.NONE;
        }
        int id = (int) window.u32(at);
        if (id > 0) {
            return id <= Batch.MOST ? batch(window, at, n, id) : Header.NONE;
        }
        if (id == 0) {
            return Header.of(at + ID, Place.TAIL, 0);
        }
        if (id < LAST_ID || id == TMEM || id == TMEM_EXTRA) {
            return Header.NONE;
        }
        return MARKERS.contains(id) ? chunk(at, 0, 0) : chunk(window, at, n, id);
    }

    private Header chunk(long at, long payload, int weight) {
        return Header.of(at + ID + payload, Place.CHUNK, known ? weight : 0);
    }

    private Header chunk(Window window, long at, int n, int id) {
        int word = id == COMPRESSED ? width : ID;
        if (n < ID + word) {
            return Header.NONE;
        }
        long value = window.u32(at + ID);
        return switch (id) {
            case VCPU_INFO -> value < 4096 ? chunk(at, ID + 8 * (value / 64 + 1), 1) : Header.NONE;
            case TSC_INFO -> value <= 3 ? chunk(at, 20, 1) : Header.NONE;
            case TOOLSTACK -> {
                boolean version = n < 12 || value < 8 || window.u32(at + 8) == 1;
                yield value <= 1 << 20 && version ? chunk(at, ID + value, n < 12 ? 0 : 1) : Header.NONE;
            }
            case COMPRESSED -> {
                boolean fits = value > 0 && value <= 16_777_208 && (width == 4 || window.u32(at + 8) == 0);
                yield fits && !pages ? chunk(at, width + value, 1) : Header.NONE;
            }
            default -> value == 0 ? chunk(at, 12, 1) : Header.NONE;
        };
    }

    private Header batch(Window window, long at, int n, int count) {
        long end = at + ID + (long) count * width;
        long last = -1;
        for (long entry = at + ID; entry + width <= Math.min(at + n, end); entry += width) {
            long value = entry(window, entry);
            if (!isEntry(value)) {
                return Header.NONE;
            }
            last = value;
        }
        return last < 0 ? Header.NONE : Header.batch(end, Place.CHUNK, known || count >= MANY ? 1 : 0);
    }

    private long entry(Window window, long at) {
        return width == 8 ? window.u64(at) : window.u32(at);
    }

    private static boolean isEntry(long entry) {
        int nibble = (int) (entry >>> 28) & 0xf;
        return entry >>> 32 == 0 && (nibble < 5 || nibble > 8);
    }

    /** Entries that were lost do not tell how many pages follow, so that nothing is known of what is behind them. */
    @Override
    public Header entries(Window window, long start, long end) {
        if (start < window.base() || window.seenUpTo(start) < end) {
            return pages ? Header.of(end, Place.TAIL, 0) : Header.of(end, Place.CHUNK, 0);
        }
        Set<Long> distinct = new HashSet<>();
        long carrying = 0;
        long named = 0;
        long last = -1;
        boolean ascending = true;
        for (long at = start + ID; at < end; at += width) {
            long entry = entry(window, at);
            int nibble = (int) (entry >>> 28) & 0xf;
            if (!isEntry(entry) || nibble < 0xf && !distinct.add(entry & PFN)) {
                return Header.NONE;
            }
            carrying += nibble < 0xd ? 1 : 0;
            named += nibble < 0xf ? 1 : 0;
            ascending &= (entry & PFN) > last;
            last = entry & PFN;
        }
        boolean tells = known ? named >= MANY : carrying >= MANY && ascending;
        return Header.of(end + (pages ? carrying * PAGE : 0), Place.CHUNK, tells ? 2 : 0);
    }
}
