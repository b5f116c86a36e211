package io.xenscope.output.memory;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The pages a receiver holds with data. Contents lie at 4096 times the PFN in one of two temporary sparse files; pages with
 * PFNs so high that no file system takes them there are appended behind all others. What may come to count is written to the
 * file that does not hold what counts, so that nothing needs to be copied when it does. The files go away with the object.
 */
public final class GuestMemory implements Closeable {

    /** Beyond this, 4 TiB of guest memory, places are handed out in order of arrival. */
    private static final long DIRECT_PFNS = 1L << 30;

    private final PageFile first = new PageFile();
    private final PageFile second = new PageFile();
    private final Roaring64Bitmap held = new Roaring64Bitmap();

    /** PFNs whose content that counts is in the second file. */
    private final Roaring64Bitmap inSecond = new Roaring64Bitmap();

    private final Map<Long, Long> farNumbers = new HashMap<>();

    /** Stores {@code octets[index .. index + 4096)} as the content of {@code pfn}. */
    void put(long pfn, byte[] octets, int index) {
        held.addLong(pfn);
        file(pfn, true).write(number(pfn), octets, index);
    }

    /** Reads the content of a page that is held into {@code octets}. */
    public void read(long pfn, byte[] octets) {
        file(pfn, true).read(number(pfn), octets);
    }

    /** Stores a content that does not count yet. */
    void draft(long pfn, byte[] octets, int index) {
        file(pfn, false).write(number(pfn), octets, index);
    }

    /** Reads a content that does not count yet. */
    void readDraft(long pfn, byte[] octets) {
        file(pfn, false).read(number(pfn), octets);
    }

    /** The drafts of these PFNs count now. */
    void adopt(Roaring64Bitmap drafts) {
        held.or(drafts);
        inSecond.xor(drafts);
    }

    /** The page is held no more. */
    void take(long pfn) {
        held.removeLong(pfn);
    }

    /** True when {@code pfn} is held with data. */
    public boolean holds(long pfn) {
        return held.contains(pfn);
    }

    /** Pages held. */
    public long pages() {
        return held.getLongCardinality();
    }

    /** The PFNs held, in ascending order. */
    public LongIterator pfns() {
        return held.getLongIterator();
    }

    private PageFile file(long pfn, boolean counts) {
        return inSecond.contains(pfn) == counts ? second : first;
    }

    private long number(long pfn) {
        if (pfn < DIRECT_PFNS) {
            return pfn;
        }
        return farNumbers.computeIfAbsent(pfn, key -> DIRECT_PFNS + farNumbers.size());
    }

    @Override
    public void close() throws IOException {
        try {
            first.close();
        } finally {
            second.close();
        }
    }
}
