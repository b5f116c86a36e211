package io.xenscope.dissect;

/**
 * Both directions of one TCP connection, as the side that looks at packets or sockets knows them: who opened it is no
 * statement about who sends the VM. The octets themselves decide that.
 */
public interface ConnectionInput {

    /** Octets travelling from the first endpoint to the second. */
    StreamInput fromFirst();

    /** Octets travelling from the second endpoint to the first. */
    StreamInput fromSecond();

    /**
     * True once it is certain that nothing of interest travels here, so that the caller may stop reassembling. May turn
     * true at any time, never back.
     */
    default boolean isIgnored() {
        return false;
    }

    /** Octets of memory it needs just now, roughly: what it keeps of the octets, and what it knows. */
    default long memory() {
        return 0;
    }

    /**
     * Tells how far the migration has come, if one is under way; for live traffic, where somebody asks from time to
     * time.
     *
     * @param time nanoseconds since the epoch
     */
    default void progress(long time) {}
}
