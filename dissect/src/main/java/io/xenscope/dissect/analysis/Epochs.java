package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.CheckpointEnd;
import org.jspecify.annotations.Nullable;

/** Sums up the epochs of Remus and COLO, each a run of records that makes one consistent state of the guest. */
public final class Epochs {

    private final boolean timed;
    private long start;
    private long pages;
    private long count;
    private @Nullable Long completed;
    private boolean compressed;
    private long full;
    private long delta;
    private long empty;

    /** A complete epoch with the octets it spans. */
    public record Complete(CheckpointEnd checkpoint, long start, long end) {}

    public Epochs(boolean timed) {
        this.timed = timed;
    }

    /** The image begins at {@code offset}, and the first epoch with it. */
    public void imageBegins(long offset) {
        start = offset;
    }

    /** A batch of the epoch under way carries {@code batchPages} pages. */
    public void batch(long batchPages) {
        pages += batchPages;
    }

    /** A compressed chunk of the epoch under way describes pages. */
    public void compressed(long fullPages, long deltaPages, long emptyPages) {
        compressed = true;
        full += fullPages;
        delta += deltaPages;
        empty += emptyPages;
    }

    /** The epoch under way is complete at offset {@code end}. */
    public Complete complete(long end, long time) {
        Long before = completed;
        Long interval = timed && before != null ? Long.valueOf(Elapsed.between(before, time)) : null;
        CheckpointEnd checkpoint = new CheckpointEnd(
                ++count,
                interval,
                pages,
                pages * 4096,
                end - start,
                compressed ? Long.valueOf(full) : null,
                compressed ? Long.valueOf(delta) : null,
                compressed ? Long.valueOf(empty) : null);
        Complete complete = new Complete(checkpoint, start, end);
        completed = time;
        start = end;
        pages = 0;
        compressed = false;
        full = 0;
        delta = 0;
        empty = 0;
        return complete;
    }
}
