package io.xenscope.fuzz;

import io.xenscope.dissect.event.Event;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A small stream and what it is taken for.
 *
 * @param every 1 to look at all of its places, more to look at a part, where other streams have the same elements
 */
record SmallStream(String name, byte[] octets, int every, Reading reading) {

    /** Octets to both sides of a place that repeat themselves: inside pages, where all places are alike. */
    private static final int ALIKE = 24;

    private static final int PERIOD = 8;
    private static final int OF_ALIKE = 197;

    @Override
    public String toString() {
        return name;
    }

    /** All places but those inside pages, of which there are few. */
    IntStream places() {
        return IntStream.range(0, octets.length).filter(at -> at % (isAlike(at) ? OF_ALIKE : every) == 0);
    }

    List<Event> read(byte[] bent) {
        return reading.read(bent, 0);
    }

    private boolean isAlike(int at) {
        if (at < ALIKE || at + ALIKE >= octets.length) {
            return false;
        }
        for (int i = at - ALIKE + PERIOD; i < at + ALIKE; i++) {
            if (octets[i] != octets[i - PERIOD]) {
                return false;
            }
        }
        return true;
    }
}
