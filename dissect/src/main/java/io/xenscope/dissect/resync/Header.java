package io.xenscope.dissect.resync;

/**
 * What a look at the octets where a header is due says.
 *
 * @param next where the next header is due; with {@code entries}, where its entries end
 * @param then what is due there
 * @param weight how hard it would be to look like this by chance: 0 eight octets of no meaning, 1 some fields fit, 2
 *     several do, 3 a magic
 * @param entries whether there are entries up to {@code next} that have to be looked at before more is known
 * @param firstPfn where the entries are those of a full batch in a pass over all memory, the PFN of the first; −1 otherwise
 * @param continues whether that is due behind the last one that was decoded
 */
record Header(long next, Place then, int weight, boolean entries, long firstPfn, boolean continues) {

    /** No header can be here. */
    static final Header NONE = new Header(-1, Place.NOTHING, 0, false, -1, false);

    static Header of(long next, Place then, int weight) {
        return new Header(next, then, weight, false, -1, false);
    }

    /** A batch whose entries end at {@code next}. */
    static Header batch(long next, Place then, int weight) {
        return new Header(next, then, weight, true, -1, false);
    }

    /** The same for a full batch in a pass over all memory. */
    Header inTurn(long pfn, boolean due) {
        return new Header(next, then, weight, entries, pfn, due);
    }

    /** The same where the place it stands at says more than its octets. */
    Header heavier() {
        return new Header(next, then, weight + 1, entries, firstPfn, continues);
    }

    /** Whether a header can be here. */
    boolean stands() {
        return next >= 0;
    }
}
