package io.xenscope.dissect.engine;

import java.nio.ByteBuffer;

/** Takes octets that pass by in pieces of any size; nothing is kept of the array after a call. */
public interface PieceConsumer {

    /** {@code octets[index .. index + length)} pass by. */
    void octets(byte[] octets, int index, int length);

    /**
     * Octets pass by that need not be copied into an array to be looked at: {@code length} of them, from {@code index} of
     * the buffer on, whatever its position and limit are.
     *
     * @return how many of them, from the first on, were taken; with 0 the next ones are wanted as an array
     */
    default int glance(ByteBuffer octets, int index, int length) {
        return 0;
    }

    /** {@code count} octets at this place were lost. */
    void missing(long count);

    /** Octets of memory that what it keeps needs, roughly. */
    default long memory() {
        return 0;
    }

    /** Looks at nothing. */
    static PieceConsumer ignoring() {
        return new PieceConsumer() {
            @Override
            public void octets(byte[] octets, int index, int length) {}

            @Override
            public int glance(ByteBuffer octets, int index, int length) {
                return length;
            }

            @Override
            public void missing(long count) {}
        };
    }
}
