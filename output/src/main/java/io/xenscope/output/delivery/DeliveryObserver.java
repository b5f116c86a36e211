package io.xenscope.output.delivery;

/** Told how lines fare; called by several threads. */
public interface DeliveryObserver {

    /** Lines have arrived. */
    void delivered(String destination, long lines);

    /** Lines are given up. */
    void dropped(String destination, String reason, long lines);

    /**
     * Sending failed, and will be tried again.
     *
     * @param first whether it worked before
     */
    void failed(String destination, String why, boolean first);

    /** Sending works again after failures. */
    default void recovered(String destination) {}
}
