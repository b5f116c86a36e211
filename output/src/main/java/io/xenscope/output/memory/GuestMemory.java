package io.xenscope.output.memory;

import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The pages a receiver holds with data. Contents lie in a temporary sparse file at 4096 times the PFN; pages with PFNs so
 * high that no file system takes them there are appended behind all others. The file goes away with the object.
 */
public final class GuestMemory implements Closeable {

    private static final int PAGE = MemoryListener.PAGE;

    /** Beyond this, 4 TiB of guest memory, places are handed out in order of arrival. */
    private static final long DIRECT_PFNS = 1L << 30;

    private final TemporaryFile file = new TemporaryFile();
    private final Roaring64Bitmap held = new Roaring64Bitmap();
    private final Map<Long, Long> farPlaces = new HashMap<>();

    /** Stores {@code octets[index .. index + 4096)} as the content of {@code pfn}. */
    public void put(long pfn, byte[] octets, int index) throws IOException {
        held.addLong(pfn);
        file.write(octets, index, PAGE, place(pfn));
    }

    /** Reads the content of a page that is held into {@code octets}. */
    public void read(long pfn, byte[] octets) throws IOException {
        file.read(octets, 0, PAGE, place(pfn));
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

    /** Lets go of all pages. */
    void clear() throws IOException {
        held.clear();
        farPlaces.clear();
        file.clear();
    }

    private long place(long pfn) {
        if (pfn < DIRECT_PFNS) {
            return pfn * PAGE;
        }
        return farPlaces.computeIfAbsent(pfn, key -> (DIRECT_PFNS + farPlaces.size()) * PAGE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
