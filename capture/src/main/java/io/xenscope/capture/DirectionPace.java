package io.xenscope.capture;

import io.xenscope.dissect.analysis.Transport;

/**
 * Follows what holds up the octets of one direction. The time between two packets of the connection counts for the
 * state the first of them left behind.
 */
final class DirectionPace {

    /** Silences up to this length are nobody's fault. */
    private static final long SHORTEST_PAUSE = 10_000_000L;

    /** The same where the round-trip time was not seen. */
    private static final long UNKNOWN_PAUSE = 100_000_000L;

    private final TcpDirection direction;
    private boolean begun;
    private boolean sending;
    private int sent;
    private boolean acknowledging;
    private int acknowledged;
    private int largestSegment = 1;
    private boolean windowClosed;

    private long watched;
    private long closed;
    private long hole;
    private long full;
    private long paused;
    private long closings;

    DirectionPace(TcpDirection direction) {
        this.direction = direction;
    }

    /** {@code time} has passed without a packet of the connection. */
    void pass(long time, long roundTrip) {
        if (!begun || time <= 0) {
            return;
        }
        watched += time;
        if (windowClosed) {
            closed += time;
        } else if (direction.hasQueued()) {
            hole += time;
        } else if (isWindowFull()) {
            full += time;
        } else if (outstanding() == 0 && time >= pause(roundTrip)) {
            paused += time;
        }
    }

    private static long pause(long roundTrip) {
        return roundTrip < 0 ? UNKNOWN_PAUSE : Math.max(SHORTEST_PAUSE, 2 * roundTrip);
    }

    private long outstanding() {
        return sending && acknowledging ? Math.max(0, sent - acknowledged) : 0;
    }

    private boolean isWindowFull() {
        long window = direction.receiverWindow();
        return window >= 0 && sending && acknowledging && outstanding() + largestSegment > window;
    }

    /** A segment of this direction. */
    void sent(TcpSegment segment) {
        if (segment.length == 0) {
            return;
        }
        begun = true;
        int end = segment.dataSequence() + segment.length;
        if (!sending || end - sent > 0) {
            sent = end;
            sending = true;
        }
        largestSegment = Math.max(largestSegment, segment.length);
    }

    /** A segment of the other direction, which acknowledges and tells the window. */
    void answered(TcpSegment segment) {
        if (!segment.has(TcpSegment.ACK) || segment.has(TcpSegment.RST)) {
            return;
        }
        if (!acknowledging || segment.acknowledgment - acknowledged > 0) {
            acknowledged = segment.acknowledgment;
            acknowledging = true;
        }
        closings += begun && segment.window == 0 && !windowClosed ? 1 : 0;
        windowClosed = begun && segment.window == 0;
    }

    Transport transport() {
        return new Transport(
                watched, closed, hole, full, paused, closings, direction.retransmitted(), direction.outOfOrder());
    }
}
