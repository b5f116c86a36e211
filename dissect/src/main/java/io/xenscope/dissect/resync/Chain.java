package io.xenscope.dissect.resync;

/** Headers that stand where the lengths of those before them say. */
final class Chain {

    /** Weight below which a chain of several headers may be chance. */
    private static final int HEAVY = 5;

    /** Weight of one record that nothing but a record looks like. */
    private static final int TELLING = 3;

    private static final int SEVERAL = 3;

    /** Weight of a header that is not there by chance. */
    private static final int SOLID = 2;

    final Walk walk;

    /** Where decoding would go on, and what stands there. */
    long start;

    Place startPlace = Place.NOTHING;
    long missingBefore;
    long timeBefore;

    /** What is due, and where; while {@code batch} is not negative, the end of the entries of the batch there. */
    Place place = Place.NOTHING;

    long due;
    long batch = -1;

    private int headers;
    private int weight;

    /** The weight of the heaviest of its records. */
    private int heaviest;

    private long last;

    /** The first of its batches that are in turn in a pass over all memory, and that batch's first PFN; −1 when there is none. */
    private long turn = -1;

    private long turnPfn = -1;

    /** The PFN before which its last record ends, when that is a batch in turn; otherwise −1. */
    private long nextPfn = -1;

    /** A batch of it goes on with the PFNs behind those that came before the loss. */
    private boolean continues;

    /** What was lost may end exactly where it begins. */
    private boolean follows;

    /** No record that may hold all of the chain reaches as far as this. */
    private long beyond;

    Chain(Walk walk) {
        this.walk = walk;
    }

    /**
     * Begins here, or once more.
     *
     * @param reach no record that was hit by a loss reaches further
     * @param fits whether what was lost may end exactly here
     */
    void begin(Place at, long offset, long missing, long time, long reach, boolean fits) {
        start = offset;
        startPlace = at;
        missingBefore = missing;
        timeBefore = time;
        // One that begins where what was lost cannot reach may lie in a record whose header is there to be seen.
        beyond = offset <= reach ? reach : offset + Walk.LONGEST_BATCH;
        continues = false;
        follows = fits;
        headers = 0;
        weight = 0;
        heaviest = 0;
        turn = -1;
        turnPfn = -1;
        nextPfn = -1;
    }

    /** A header stands at {@code offset}, where it was due. */
    void confirm(Header header, long offset) {
        headers++;
        weight += header.weight();
        heaviest = Math.max(heaviest, header.weight());
        last = offset;
        place = header.then();
        due = header.next();
        batch = header.entries() ? offset : -1;
        nextPfn = -1;
    }

    /** The entries of the batch agree with its length. */
    void entriesAgree(Header entries) {
        weight += entries.weight();
        heaviest = Math.max(heaviest, entries.weight());
        continues |= entries.continues();
        if (entries.firstPfn() >= 0) {
            nextPfn = entries.firstPfn() + Batch.MOST;
            if (turn < 0) {
                turn = last;
                turnPfn = entries.firstPfn();
            }
        }
        place = entries.then();
        due = entries.next();
        batch = -1;
    }

    /** True when no record that begins before the chain can hold all of it. */
    boolean isOutermost() {
        return last >= beyond;
    }

    boolean isProven() {
        return isLong() && isOutermost();
    }

    /** True when it counts although nothing is known of what comes next. */
    boolean isLikely() {
        boolean tells = walk.hasLengths() ? isTelling() : isLong();
        // A header of which little was seen tells enough where one is due.
        return tells && (isOutermost() || continues || follows) || follows && weight > 0;
    }

    /** True when nothing but batches of a pass over all memory, of which both hold some, can lie between the two. */
    boolean continues(Chain before) {
        return before.nextPfn >= 0 && turn >= 0 && Batch.fit(before.nextPfn - 1, before.due, turn, turnPfn);
    }

    /** True when it counts once nothing has spoken against it up to a place that is proven, or up to the end. */
    boolean isUncontested() {
        return isLikely() || !walk.hasLengths() && isLong();
    }

    /** True when it can hardly be chance where headers of this format are due. */
    boolean isTelling() {
        return weight >= TELLING && heaviest > 1;
    }

    /** True when several headers follow each other, of which one is not there by chance. */
    boolean isSeveral() {
        return headers >= SEVERAL && heaviest > 1;
    }

    /** True when it can hardly be chance anywhere. */
    boolean isLong() {
        return isSeveral() && weight >= HEAVY;
    }

    /** True when all of the other one would lie inside a record of this one, which has not failed yet. */
    boolean contains(Chain other) {
        return start < other.start && weight >= SOLID;
    }

    /** True when the other one has to wait until this one has failed. */
    boolean contests(Chain other) {
        boolean within = start > other.start && start < other.due && (headers > 1 || weight >= TELLING);
        return within || contains(other);
    }
}
