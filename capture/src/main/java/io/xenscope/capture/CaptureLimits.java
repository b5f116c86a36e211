package io.xenscope.capture;

import java.time.Duration;

/**
 * What reassembly may use (carriers specification 8.4, 8.5).
 *
 * @param directionOctets octets waiting behind a hole, kept for one direction of a connection
 * @param totalOctets the same for all connections together
 * @param holeOctets octets seen behind a hole, known or cut off, before the hole is given up; or the window if larger
 * @param maxFlows connections kept at a time; above, the one idle for longest is given up
 * @param idleTime capture time without a packet after which a connection is given up
 * @param maxDatagrams fragmented IP datagrams kept at a time
 * @param connectionOctets memory of connections and of what dissects them; above, those idle for longest are given up
 */
public record CaptureLimits(
        long directionOctets,
        long totalOctets,
        long holeOctets,
        int maxFlows,
        Duration idleTime,
        int maxDatagrams,
        long connectionOctets) {

    private static final long MOST = 1L << 30;

    /** The limits of carriers specification 8.5 rules 8 and 14; where the heap is small, less of it. */
    public static final CaptureLimits DEFAULT =
            new CaptureLimits(64L << 20, ofHeap(8), 16L << 20, 65_536, Duration.ofHours(1), 1024, ofHeap(4));

    private static long ofHeap(int part) {
        return Math.min(MOST, Runtime.getRuntime().maxMemory() / part);
    }

    /** @throws IllegalArgumentException unless all are positive */
    public CaptureLimits {
        if (directionOctets < 1
                || totalOctets < 1
                || holeOctets < 1
                || maxFlows < 1
                || maxDatagrams < 1
                || connectionOctets < 1
                || idleTime.isZero()
                || idleTime.isNegative()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
