package io.xenscope.output.delivery;

import java.io.Closeable;
import java.io.IOException;

/** An open connection to whoever reads lines. */
interface Connection extends Closeable {

    void write(byte[] octets, int length) throws IOException;

    /** Says that nothing follows, and waits a short time for the reader to take everything. */
    default void finish() throws IOException {
        close();
    }

    /** Opens connections; may block, as a FIFO does until somebody reads. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws IOException;
    }
}
