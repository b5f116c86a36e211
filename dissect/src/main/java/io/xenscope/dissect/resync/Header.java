package io.xenscope.dissect.resync;

/**
 * What a look at the octets where a header is due says.
 *
 * @param next where the next header is due; with {@code entries}, where its entries end
 * @param then what is due there
 * @param weight how hard it would be to look like this by chance: 0 eight octets of no meaning, 1 some fields fit, 2
 *     several do, 3 a magic
 * @param entries whether there are entries up to {@code next} that have to be looked at before more is known
 * @param continues whether its PFNs are those that are due behind the last ones that were decoded
 */
record Header(long next, Place then, int weight, boolean entries, boolean continues) {

    /** No header can be here. */
    static final Header NONE = new Header(-1, Place.NOTHING, 0, false, false);

    static Header of(long next, Place then, int weight) {
        return new Header(next, then, weight, false, false);
    }

    /** A batch whose entries end at {@code next}. */
    static Header batch(long next, Place then, int weight) {
        return new Header(next, then, weight, true, false);
    }

    /** The same, known to go on where the batch before the loss ended. */
    Header continuing() {
        return new Header(next, then, weight, entries, true);
    }

    /** Whether a header can be here. */
    boolean stands() {
        return next >= 0;
    }
}
