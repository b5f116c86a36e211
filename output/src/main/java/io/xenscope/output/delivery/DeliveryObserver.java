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

    /** Lines cannot wait on disk, and are given up when memory is full; tried again. */
    default void spoolFailed(String destination, String why) {}

    /** Lines can wait on disk again. */
    default void spoolRecovered(String destination) {}
}
