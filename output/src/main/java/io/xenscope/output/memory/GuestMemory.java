package io.xenscope.output.memory;

import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    private @Nullable FileChannel opened;
    private final Roaring64Bitmap held = new Roaring64Bitmap();
    private final Map<Long, Long> farPlaces = new HashMap<>();

    /** The temporary file, made for the first page. */
    private FileChannel file() throws IOException {
        FileChannel file = opened;
        if (file != null) {
            return file;
        }
        Path path = Files.createTempFile("xenscope", ".memory");
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            opened = file;
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Stores {@code octets[index .. index + 4096)} as the content of {@code pfn}. */
    public void put(long pfn, byte[] octets, int index) throws IOException {
        held.addLong(pfn);
        ByteBuffer page = ByteBuffer.wrap(octets, index, PAGE);
        long at = place(pfn);
        while (page.hasRemaining()) {
            at += file().write(page, at);
        }
    }

    /** Reads the content of a page that is held into {@code octets}. */
    public void read(long pfn, byte[] octets) throws IOException {
        ByteBuffer page = ByteBuffer.wrap(octets, 0, PAGE);
        long at = place(pfn);
        while (page.hasRemaining()) {
            int count = file().read(page, at);
            if (count < 0) {
                throw new IOException("the temporary file of guest memory ends at " + at);
            }
            at += count;
        }
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
        if (opened != null) {
            opened.truncate(0);
        }
    }

    private long place(long pfn) {
        if (pfn < DIRECT_PFNS) {
            return pfn * PAGE;
        }
        return farPlaces.computeIfAbsent(pfn, key -> (DIRECT_PFNS + farPlaces.size()) * PAGE);
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
    }
}
