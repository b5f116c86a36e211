package io.xenscope.output.delivery;

import java.io.Closeable;
import java.io.IOException;

/** Where lines go. Used by one thread at a time. */
public interface Destination extends Closeable {

    /** Octets a batch takes unless a single line is longer. */
    int USUAL_BATCH = 1 << 20;

    /**
     * Sends lines, and takes those that arrived out of the batch. What is left is sent again some time later.
     *
     * @throws IOException if the rest did not arrive, or nobody knows whether it did
     * @throws InterruptedException if the thread is told to give up
     */
    void send(Batch batch) throws IOException, InterruptedException;

    /** Octets of lines in a batch, unless a single line is longer. */
    default int batchOctets() {
        return USUAL_BATCH;
    }

    /** Octets a line may have, without its end; events are shortened to it where they can be. */
    default int longestLine() {
        return Integer.MAX_VALUE;
    }

    /** Whether lines have to be JSON. */
    default boolean wantsJson() {
        return false;
    }

    /** Ends what is open; lines that may still be on their way are waited for, for a short time. */
    @Override
    void close() throws IOException;
}
