package io.xenscope.dissect.resync;

/** Headers that stand where the lengths of those before them say. */
final class Chain {

    /** Weight below which a chain of several headers may be chance. */
    private static final int HEAVY = 5;

    /** Weight of one record that nothing but a record looks like. */
    private static final int TELLING = 3;

    private static final int SEVERAL = 3;

    /** Octets of guest memory that hardly ever lie there as they would in a stream. */
    private static final long FAR = 1 << 20;

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

    /** A batch of it goes on with the PFNs behind those that came before the loss. */
    private boolean continues;

    /** No record that may hold all of the chain reaches as far as this. */
    private long beyond;

    Chain(Walk walk) {
        this.walk = walk;
    }

    /** Begins here, or once more. */
    void begin(Place at, long offset, long missing, long time, long reach) {
        start = offset;
        startPlace = at;
        missingBefore = missing;
        timeBefore = time;
        // One that begins where what was lost cannot reach may lie in a record whose header is there to be seen.
        beyond = offset <= reach ? reach : offset + Walk.LONGEST_BATCH;
        continues = false;
        headers = 0;
        weight = 0;
        heaviest = 0;
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
    }

    /** The entries of the batch agree with its length. */
    void entriesAgree(Header entries) {
        weight += entries.weight();
        heaviest = Math.max(heaviest, entries.weight());
        continues |= entries.continues();
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
        boolean elsewhere = continues || isOutermost() || due > beyond || due - start >= FAR;
        return walk.hasLengths() && isTelling() && elsewhere || isLong() && !walk.knowsOrder();
    }

    /** True when it counts up to the end of everything. */
    boolean isTelling() {
        return weight >= TELLING && heaviest > 1;
    }

    private boolean isLong() {
        return headers >= SEVERAL && weight >= HEAVY && heaviest > 1;
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
