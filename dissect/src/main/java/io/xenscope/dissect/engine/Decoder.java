package io.xenscope.dissect.engine;

/**
 * Stands between the octets of a direction and its steps from some place on, such as a decompressor: what it gives is
 * what the steps see and what positions count. It reports its own findings. Whatever pieces it is given, it gives the
 * same octets and stops at the same place.
 */
public interface Decoder {

    /** Takes what a decoder gives; nothing is kept of the array after a call. */
    @FunctionalInterface
    interface Output {
        void octets(byte[] octets, int index, int length);
    }

    /**
     * Takes {@code octets[index .. index + length)}.
     *
     * @return how many it took: all of them unless it is {@link #isOver()}
     */
    int octets(byte[] octets, int index, int length, Output output);

    /** True once it cannot go on; then it takes nothing more. */
    boolean isOver();

    /** Octets it took that gave nothing: those of a unit that is not complete, or is damaged. */
    int held();

    /** Octets of memory it needs in the heap and outside, roughly. */
    long memory();

    /** Says why it {@link #isOver()}. */
    void reportOver(long position);

    /** Octets of the input are missing at {@code position}, which no decoder survives; says so. */
    void reportLost(long position);

    /**
     * The direction ends at {@code position}. Says so when it may not end there.
     *
     * @return whether it may
     */
    boolean end(long position);

    /** Gives back what it holds outside the heap; called once, last. */
    void close();
}
