package io.xenscope.dissect.engine;

import io.xenscope.dissect.GapCause;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the place from which octets can be decoded again, and keeps what stands there until it has been proven. It
 * takes the octets from the loss on and, once it has found the place, gives back those from there on.
 */
public interface Search {

    /**
     * Takes octets until a place is found.
     *
     * @return how many it took
     */
    int octets(byte[] octets, int index, int length, long time);

    /**
     * Octets were lost.
     *
     * @return false when a place was found before them, and they were not taken
     */
    boolean gap(long octets, GapCause cause, long time);

    /** Octets of memory it needs, roughly. */
    long memory();

    /** No more will come: what is there has to decide. */
    void end();

    /** The place to go on; null as long as none is proven. */
    @Nullable
    Found found();

    /** Plays the next of the octets kept from the place found on, with their times; false when there are none left. */
    boolean play(Player player);

    /**
     * A place to go on.
     *
     * @param offset where it is
     * @param missing octets between the beginning of the search and this place that were lost
     * @param time of the last octet before it
     * @param method how it was proven
     * @param confidence how well
     * @param then what stands there
     */
    record Found(long offset, long missing, long time, Method method, Confidence confidence, Supplier<Step> then) {}

    /** How a place was proven. */
    enum Method {
        /** Headers stand where the lengths before them say, further than what was lost can reach. */
        CHAIN("chain"),
        /** The same up to the end of the direction. */
        END("chain_to_end"),
        /** The same up to the next loss, or to what is not followed. */
        LOSS("chain_to_loss");

        private final String text;

        Method(String text) {
            this.text = text;
        }

        /** The value of {@code xenscope.gap.method}. */
        public String text() {
            return text;
        }
    }

    /** How well a place is proven. */
    enum Confidence {
        /** Nothing that lies inside one record could look the same. */
        PROVEN("proven"),
        /** Only a stream that lies inside guest memory and was hit by a loss, too, could look the same. */
        LIKELY("likely");

        private final String text;

        Confidence(String text) {
            this.text = text;
        }

        /** The value of {@code xenscope.gap.confidence}. */
        public String text() {
            return text;
        }
    }

    /** Takes octets that were kept. */
    interface Player {
        void bytes(byte[] octets, int index, int length, long time);

        void gap(long octets, GapCause cause, long time);
    }
}
