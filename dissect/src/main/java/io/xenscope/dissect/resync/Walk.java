package io.xenscope.dissect.resync;

import java.util.List;

/** Follows the headers of a format without decoding what stands between them. */
interface Walk {

    /** Octets that are enough to judge a header. */
    int LOOK = 64;

    /** Most octets of a batch of pages as real senders write them, its header included. */
    long LONGEST_BATCH = 16 + 1024 * 8 + 1024 * 4096L;

    /** Quick test whether a chain may begin with this word. */
    boolean mayBegin(int word);

    /** What is expected where {@link #mayBegin} said yes; the octets before {@code seen} were seen. */
    List<Place> beginnings(Window window, long at, long seen);

    /** Judges the header at {@code at}, where {@code place} is due. */
    Header judge(Place place, Window window, long at, long seen);

    /**
     * Judges the entries of the batch that begins at {@code start}; those that were lost or are gone are passed over.
     *
     * @param end where they end
     */
    Header entries(Window window, long start, long end);

    /** Octets of a header without which nothing is known. */
    int least(Place place);

    /**
     * Whether something that ends at {@code start} is known to fill the octets behind the last element decoded.
     *
     * @param strictly whether headers in guest memory are to be reckoned with, of which some stand where one might be due
     */
    default boolean isFilledUpTo(long start, boolean strictly) {
        return false;
    }

    /** Whether headers state lengths that agree with what stands behind them, so that one tells much by itself. */
    default boolean hasLengths() {
        return false;
    }

    /** Octets of the toolstack's words, where they matter. */
    default int width() {
        return 0;
    }
}
