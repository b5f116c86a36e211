package io.xenscope.dissect.engine;

/** Takes octets that pass by in pieces of any size; nothing is kept of the array after a call. */
public interface PieceConsumer {

    /** {@code octets[index .. index + length)} pass by. */
    void octets(byte[] octets, int index, int length);

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
            public void missing(long count) {}
        };
    }
}
