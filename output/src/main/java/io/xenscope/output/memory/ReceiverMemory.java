package io.xenscope.output.memory;

import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a receiver holds, and what the epoch under way would make of it. The first epoch changes memory at once; a later
 * one when it is complete.
 */
final class ReceiverMemory implements Closeable {

    private final GuestMemory memory = new GuestMemory();

    /** Pages the epoch under way has written, and those it has taken away and not written since. */
    private final Roaring64Bitmap written = new Roaring64Bitmap();

    private final Roaring64Bitmap taken = new Roaring64Bitmap();
    private boolean laterEpoch;

    GuestMemory memory() {
        return memory;
    }

    /** The page becomes {@code octets[index .. index + 4096)}. */
    void put(long pfn, byte[] octets, int index) {
        if (laterEpoch) {
            taken.removeLong(pfn);
            written.addLong(pfn);
            memory.draft(pfn, octets, index);
        } else {
            memory.put(pfn, octets, index);
        }
    }

    /** The page is held no more. */
    void take(long pfn) {
        if (laterEpoch) {
            written.removeLong(pfn);
            taken.addLong(pfn);
        } else {
            memory.take(pfn);
        }
    }

    /** True when the page is held once all changes so far are made. */
    boolean holds(long pfn) {
        return written.contains(pfn) || memory.holds(pfn) && !taken.contains(pfn);
    }

    /** Reads the page with all changes so far; a page that is not held is one of zero octets, as Xen gives it out. */
    void read(long pfn, byte[] page) {
        if (written.contains(pfn)) {
            memory.readDraft(pfn, page);
        } else if (holds(pfn)) {
            memory.read(pfn, page);
        } else {
            Arrays.fill(page, 0, MemoryListener.PAGE, (byte) 0);
        }
    }

    /** The epoch under way is complete: its changes hold. */
    void epochComplete() {
        apply();
        laterEpoch = true;
    }

    /** Makes the changes of the epoch under way. */
    void apply() {
        for (LongIterator pfns = taken.getLongIterator(); pfns.hasNext(); ) {
            memory.take(pfns.next());
        }
        memory.adopt(written);
        drop();
    }

    /** Forgets the changes of the epoch under way. */
    void drop() {
        taken.clear();
        written.clear();
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
