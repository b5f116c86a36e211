package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.RoundEnd;
import org.jspecify.annotations.Nullable;

/**
 * Finds the passes over memory by the rules of the modern-stream specification 5.3: a batch of fewer than 1024 entries
 * is the last of its pass, a PFN that does not ascend begins a new one, any other libxc record ends one.
 */
public final class Rounds {

    /** Entries a sender puts into a batch before it writes it. */
    private static final long FULL_BATCH = 1024;

    private final boolean timed;
    private final PfnSet distinct;

    private @Nullable Pass pass;
    private long nextIndex;
    private boolean verifyNext;
    private @Nullable Long previousFirstTime;

    /** Octets of memory it needs, roughly. */
    public long memory() {
        return distinct.memory();
    }

    /** A pass under way. */
    private static final class Pass {
        long start;
        long end;
        long firstTime;
        long lastTime;
        long pages;
        long resent;

        @Nullable
        Long zero = 0L;

        long bytes;
        long lastCount;
        long firstPfn = -1;
        long lastPfn = -1;
        long absentResent;
        boolean verify;
        boolean inferred;
        boolean lossy;

        void addZero(@Nullable Long pages) {
            zero = zero == null || pages == null ? null : Long.valueOf(zero + pages);
        }
    }

    /**
     * A closed round with the octets it spans and its times.
     *
     * @param firstPfn first PFN in wire order; −1 when it was not seen
     * @param lastPfn last PFN in wire order; −1 when it was not seen
     * @param absentResent entries of pages sent before that this pass lists as absent
     * @param lossy batches of it, or the end of the pass before, may have been lost
     */
    public record Closed(
            RoundEnd round,
            long start,
            long end,
            long firstTime,
            long lastTime,
            long firstPfn,
            long lastPfn,
            long absentResent,
            boolean lossy) {}

    /** What a batch tells of the pass it belongs to. */
    public record Batch(
            long start,
            long end,
            long firstTime,
            long lastTime,
            @Nullable Long count,
            @Nullable Long firstPfn,
            @Nullable Long lastPfn) {}

    /** @param distantPfns PFNs from 2^32 on that are remembered */
    public Rounds(boolean timed, int distantPfns) {
        this.timed = timed;
        this.distinct = new PfnSet(distantPfns);
    }

    /** The {@code round.index} of a batch that is added now. */
    public long currentIndex() {
        return nextIndex;
    }

    /** The framing was lost and found again: how much of the pass under way lies between is not known. */
    public void framingFound() {
        verifyNext = false;
        Pass open = pass;
        if (open != null) {
            open.inferred = true;
            open.lossy = true;
        }
    }

    /** The pass behind a VERIFY record is about to come. */
    public void verifyFollows() {
        verifyNext = true;
    }

    /** Closes the pass under way when {@code batch} begins a new one; null when it does not. */
    public @Nullable Closed before(Batch batch, boolean converted, boolean laterEpoch) {
        Pass open = pass;
        if (open == null || batch.count() != null && batch.count() == 0) {
            return null;
        }
        boolean flushed = open.lastCount < FULL_BATCH && !converted;
        boolean descends = batch.firstPfn() != null && batch.firstPfn() <= open.lastPfn;
        if (!flushed && !descends) {
            open.inferred |= batch.firstPfn() == null;
            return null;
        }
        return close(laterEpoch ? "checkpoint" : "live", !converted);
    }

    /** Closes the pass under way because the order of PFNs says that a new one begins; null when none is under way. */
    public @Nullable Closed beforeInferred(boolean laterEpoch) {
        return close(laterEpoch ? "checkpoint" : "live", false);
    }

    /** Closes the pass under way because a record of a legacy stream came; null when none is under way. */
    public @Nullable Closed beforeLegacyOther(boolean suspends, boolean laterEpoch) {
        return close(laterEpoch ? "checkpoint" : suspends ? "live" : "final", true);
    }

    /**
     * A compressed chunk fills batches of the pass under way.
     *
     * @param zero pages of zero octets; null when contents were not looked at
     */
    public void addCompressed(long start, long end, long lastTime, @Nullable Long zero) {
        Pass open = pass;
        if (open != null) {
            open.bytes += end - start;
            open.end = end;
            open.lastTime = lastTime;
            open.addZero(zero);
        }
    }

    /**
     * Adds a batch to the pass under way, or begins one with it.
     *
     * @param zero pages of zero octets; null when contents were not looked at
     */
    public void add(Batch batch, long pages, long resent, @Nullable Long zero, long absentResent) {
        Pass open = pass;
        if (batch.count() != null && batch.count() == 0) {
            if (open != null) {
                open.bytes += batch.end() - batch.start();
                open.end = batch.end();
            }
            return;
        }
        if (open == null) {
            open = new Pass();
            open.start = batch.start();
            open.firstTime = batch.firstTime();
            open.verify = verifyNext;
            open.firstPfn = batch.firstPfn() == null ? -1 : batch.firstPfn();
            verifyNext = false;
            pass = open;
        }
        open.end = batch.end();
        open.lastTime = batch.lastTime();
        open.pages += pages;
        open.resent += resent;
        open.addZero(zero);
        open.bytes += batch.end() - batch.start();
        open.absentResent += absentResent;
        open.lastCount = batch.count() == null ? FULL_BATCH : batch.count();
        if (batch.lastPfn() != null) {
            open.lastPfn = batch.lastPfn();
        } else {
            open.inferred = true;
        }
    }

    /** Adds PFNs with data to those of the pass the next {@link #add} goes to. */
    public void addDataRange(long first, long last) {
        distinct.addRange(first, last);
    }

    /** Closes the pass under way because another libxc record came; null when none is under way. */
    public @Nullable Closed beforeOther(boolean converted, boolean laterEpoch) {
        return close(laterEpoch ? "checkpoint" : "final", !converted);
    }

    /** Closes the pass under way because the stream ended; null when none is under way. */
    public @Nullable Closed atEnd(boolean laterEpoch) {
        return close(laterEpoch ? "checkpoint" : "live", false);
    }

    private @Nullable Closed close(String kind, boolean certain) {
        Pass closing = pass;
        if (closing == null) {
            return null;
        }
        pass = null;
        String actualKind = closing.verify ? "verify" : kind;
        Long duration = timed ? Long.valueOf(Elapsed.between(closing.firstTime, closing.lastTime)) : null;
        RoundEnd round = new RoundEnd(
                nextIndex++,
                actualKind,
                certain && !closing.inferred,
                closing.pages,
                distinct.size(),
                closing.resent,
                closing.zero,
                closing.bytes,
                duration,
                perSecond(closing.bytes, duration),
                perSecond(closing.pages, duration),
                closing.verify ? null : dirtyRate(closing),
                null);
        distinct.clear();
        previousFirstTime = closing.firstTime;
        return new Closed(
                round,
                closing.start,
                closing.end,
                closing.firstTime,
                closing.lastTime,
                closing.firstPfn,
                closing.lastPfn,
                closing.absentResent,
                closing.lossy);
    }

    private @Nullable Double dirtyRate(Pass closing) {
        Long previous = previousFirstTime;
        return timed && previous != null ? perSecond(closing.pages, closing.firstTime - previous) : null;
    }

    private static @Nullable Double perSecond(long amount, @Nullable Long nanoseconds) {
        return nanoseconds == null || nanoseconds <= 0 ? null : amount * 1e9 / nanoseconds;
    }
}
