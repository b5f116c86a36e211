package io.xenscope.output.memory;

import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.roaringbitmap.longlong.LongIterator;

/**
 * Builds the memory a receiver has at a point of the stream. It applies a batch when its last octet was seen, the
 * batches of a later epoch when the epoch is complete, and nothing behind VERIFY. At {@code round:N} and
 * {@code offset:X} everything that was on the wire by then counts.
 */
public final class MemoryCollector implements MemoryListener, EventSink, Closeable {

    private final MemoryPoint point;
    private final GuestMemory memory = new GuestMemory();

    /** Pages of an epoch that is not complete yet. */
    private final GuestMemory epoch = new GuestMemory();

    private byte[] batch = new byte[PAGE];
    private long[] pfns = new long[1];
    private int batchPages;
    private boolean verifying;
    private boolean started;
    private boolean legacy;
    private boolean reached;
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
    public void batchComplete(long offset) {
        if (point.kind() == MemoryPoint.Kind.OFFSET && offset > point.value()) {
            reached = true;
        }
        GuestMemory target = epochs == 0 ? memory : epoch;
        try {
            for (int i = 0; i < batchPages && !reached; i++) {
                target.put(pfns[i], batch, i * PAGE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        batchPages = 0;
    }

    @Override
    public void accept(Event event) {
        if (event.body() instanceof MigrationStart) {
            started = true;
        } else if (event.body() instanceof MigrationEnd end) {
            legacy = "legacy".equals(end.migration().format());
        } else if (event.body() instanceof RecordSeen seen
                && seen.record().type().equals("VERIFY")) {
            verifying = true;
        } else if (event.body() instanceof RoundEnd round && !reached) {
            rounds = round.index() + 1;
            reached = point.kind() == MemoryPoint.Kind.ROUND && round.index() == point.value();
        } else if (event.body() instanceof CheckpointEnd checkpoint && !reached) {
            mergeEpoch();
            epochs = checkpoint.epoch();
            reached = point.kind() == MemoryPoint.Kind.CHECKPOINT && epochs == point.value();
        }
    }

    /** True when a migration was recognised. */
    public boolean isStarted() {
        return started;
    }

    private void mergeEpoch() {
        try {
            byte[] page = new byte[PAGE];
            for (LongIterator held = epoch.pfns(); held.hasNext(); ) {
                long pfn = held.next();
                epoch.read(pfn, page);
                memory.put(pfn, page, 0);
            }
            epoch.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The memory at the point, once the stream has ended.
     *
     * @throws IllegalArgumentException if the stream has no such round or checkpoint, or is a legacy stream
     */
    public GuestMemory memory() {
        if (legacy) {
            throw new IllegalArgumentException("guest memory of streams before Xen 4.6 cannot be given out yet");
        }
        switch (point.kind()) {
            case CHECKPOINT -> {
                boolean end = epochs == 0 && point.value() == 1;
                if (!reached && !end) {
                    throw new IllegalArgumentException("no " + point + "; checkpoints in the stream: " + epochs);
                }
            }
            case ROUND -> {
                if (!reached) {
                    throw new IllegalArgumentException("no " + point + "; rounds in the stream: " + rounds);
                }
                mergeEpoch();
            }
            case OFFSET -> mergeEpoch();
            case END -> {}
        }
        return memory;
    }

    @Override
    public void close() throws IOException {
        epoch.close();
        memory.close();
    }
}
