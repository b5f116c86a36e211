package io.xenscope.capture;

/**
 * What the system says of the packets of a live capture, counted from its beginning.
 *
 * @param received packets that matched the filter
 * @param bySystem packets lost because they were not taken in time
 * @param byInterface packets the interface lost
 */
public record CaptureDrops(long received, long bySystem, long byInterface) {

    /** Packets lost, whoever lost them. */
    public long lost() {
        return bySystem + byInterface;
    }
}
