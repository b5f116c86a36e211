package io.xenscope.output;

/**
 * How much of an event is written.
 *
 * @param heads elements of each array in the decoded fields
 * @param ranges runs of PFNs
 * @param members members of the decoded fields, counted through all levels, and entries of maps
 * @param text code points of each text
 */
record Cut(int heads, int ranges, int members, int text) {
    /** Runs of PFNs a batch lists when all are not asked for. */
    static final int USUAL_RANGES = 64;

    /** Code points of a message. */
    static final int MESSAGE = 200;

    /**
     * Cuts only what can be seen beforehand not to fit: an array element takes two octets, a run of PFNs six, a
     * member five, a code point one.
     */
    static Cut none(OutputOptions options) {
        int line = options.maxEventBytes();
        boolean allRanges = options.pfns() == OutputOptions.Pfns.FULL;
        return new Cut(line / 2, allRanges ? Math.max(USUAL_RANGES, line / 6) : USUAL_RANGES, line / 5, line);
    }

    /** Cuts nothing. */
    static Cut nothing() {
        return new Cut(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether not even texts are left to be shortened, so that counts by page type have to go too. */
    boolean isBare() {
        return text <= 1;
    }

    Cut withHeads(int value) {
        return new Cut(value, ranges, members, text);
    }

    Cut withRanges(int value) {
        return new Cut(heads, value, members, text);
    }

    Cut withMembers(int value) {
        return new Cut(heads, ranges, value, text);
    }

    Cut withText(int value) {
        return new Cut(heads, ranges, members, value);
    }
}
