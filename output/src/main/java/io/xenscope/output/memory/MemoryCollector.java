package io.xenscope.output.memory;

import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.memory.CompressedPages;
import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Builds the memory a receiver has at a point of the stream. It applies a batch when its last octet was seen, those of a
 * later epoch when the epoch is complete, and nothing behind VERIFY. At {@code round:N} and {@code offset:X} everything
 * that was on the wire by then counts; of compressed rounds these are the page records complete and listed by then.
 */
public final class MemoryCollector implements MemoryListener, EventSink, Closeable {

    /** PFNs of legacy streams have 28 bits. */
    private static final long LEGACY_PFNS = 1L << 28;

    private final MemoryPoint point;
    private final ReceiverMemory receiver = new ReceiverMemory();
    private final CompressedRound compressed = new CompressedRound(receiver, this::counts);

    private byte[] batch = new byte[PAGE];
    private long[] pfns = new long[1];
    private int batchPages;
    private final Roaring64Bitmap batchBroken = new Roaring64Bitmap();

    /** PFNs without a page in the round under way, and in the last one that is complete. */
    private Roaring64Bitmap unmapped = new Roaring64Bitmap();

    private Roaring64Bitmap unmappedAtEnd = new Roaring64Bitmap();

    private boolean verifying;
    private boolean started;
    private boolean reached;
    private boolean discarded;
    private long epochs;
    private long rounds;

    public MemoryCollector(MemoryPoint point) {
        this.point = point;
    }

    @Override
    public void page(long pfn, byte[] octets, int index) {
        if (reached || verifying) {
            return;
        }
        if (batchPages == pfns.length) {
            pfns = Arrays.copyOf(pfns, batchPages * 2);
            batch = Arrays.copyOf(batch, batchPages * 2 * PAGE);
        }
        System.arraycopy(octets, index, batch, batchPages * PAGE, PAGE);
        pfns[batchPages++] = pfn;
    }

    @Override
    public void broken(long pfn) {
        batchBroken.addLong(pfn);
    }

    @Override
    public void batchComplete(long offset) {
        if (counts(offset)) {
            for (int i = 0; i < batchPages; i++) {
                receiver.put(pfns[i], batch, i * PAGE);
            }
            for (LongIterator broken = batchBroken.getLongIterator(); broken.hasNext(); ) {
                receiver.take(broken.next());
            }
            compressed.batchComplete(offset);
        }
        batchPages = 0;
        batchBroken.clear();
    }

    /** True when what ends before {@code offset} counts. */
    private boolean counts(long offset) {
        reached |= point.kind() == MemoryPoint.Kind.OFFSET && offset > point.value();
        return !reached && !verifying;
    }

    @Override
    public CompressedPages compressedPages() {
        return compressed;
    }

    @Override
    public void unmapped(long pfn) {
        if (pfn >= 0 && pfn < LEGACY_PFNS) {
            unmapped.addLong(pfn);
        }
    }

    @Override
    public void roundComplete() {
        unmappedAtEnd = unmapped;
        unmapped = new Roaring64Bitmap();
    }

    /** Nobody will ask for this memory: nothing counts from here on, and the files go away with the migration's end. */
    public void discard() {
        reached = true;
        discarded = true;
    }

    @Override
    public void accept(Event event) {
        if (event.body() instanceof MigrationStart) {
            started = true;
        } else if (event.body() instanceof MigrationEnd && discarded) {
            try {
                close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (event.body() instanceof RecordSeen seen) {
            record(seen.record().type());
        } else if (event.body() instanceof RoundEnd round && !reached) {
            rounds = round.index() + 1;
            reached = point.kind() == MemoryPoint.Kind.ROUND && round.index() == point.value();
        } else if (event.body() instanceof CheckpointEnd checkpoint && !reached) {
            receiver.epochComplete();
            epochs = checkpoint.epoch();
            reached = point.kind() == MemoryPoint.Kind.CHECKPOINT && epochs == point.value();
        }
    }

    private void record(String type) {
        if (type.equals("VERIFY")) {
            verifying = true;
        } else if (type.equals("ENABLE_VERIFY_MODE")) {
            verifying = true;
            // Legacy receivers read a later round whole before they compare any of it.
            receiver.drop();
        }
    }

    /** True when a migration was recognised. */
    public boolean isStarted() {
        return started;
    }

    /**
     * The memory at the point, once the stream has ended.
     *
     * @throws IllegalArgumentException if the stream has no such round or checkpoint
     */
    public GuestMemory memory() {
        boolean onlyCheckpoint = epochs == 0 && point.value() == 1;
        String missing = switch (point.kind()) {
            case CHECKPOINT -> reached || onlyCheckpoint ? "" : "checkpoints in the stream: " + epochs;
            case ROUND -> reached ? "" : "rounds in the stream: " + rounds;
            case OFFSET, END -> "";
        };
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no " + point + "; " + missing);
        }
        if (point.kind() == MemoryPoint.Kind.END || !reached && point.kind() == MemoryPoint.Kind.CHECKPOINT) {
            for (LongIterator freed = unmappedAtEnd.getLongIterator(); freed.hasNext(); ) {
                receiver.memory().take(freed.next());
            }
        } else if (point.kind() != MemoryPoint.Kind.CHECKPOINT) {
            receiver.apply();
        }
        return receiver.memory();
    }

    @Override
    public void close() throws IOException {
        compressed.close();
        receiver.close();
    }
}
