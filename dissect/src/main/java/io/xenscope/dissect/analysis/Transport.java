package io.xenscope.dissect.analysis;

/**
 * How the octets of one direction of a connection travelled, summed up over a time. Each moment counts at most once: for
 * the first of the closed window, the hole, the full window and the pause that holds.
 *
 * @param watchedNs the time summed up, in nanoseconds
 * @param closedWindowNs of it, with a receive window of 0: the receiver took nothing
 * @param holeNs of it, with octets behind a hole that was filled or given up later: the network lost or reordered packets
 * @param fullWindowNs of it, with so much unacknowledged that no further segment fitted into the receive window
 * @param pausedNs of it, in long silences with everything acknowledged and room in the window: the sender sent nothing
 * @param closedWindows times the window closed
 * @param repeated segments with octets seen before
 * @param outOfOrder segments that came before octets in front of them, or filled a hole
 */
public record Transport(
        long watchedNs,
        long closedWindowNs,
        long holeNs,
        long fullWindowNs,
        long pausedNs,
        long closedWindows,
        long repeated,
        long outOfOrder) {

    /** Nothing seen yet. */
    public static final Transport NONE = new Transport(0, 0, 0, 0, 0, 0, 0, 0);

    /** The time between an earlier look and this one. */
    public Transport since(Transport earlier) {
        return new Transport(
                watchedNs - earlier.watchedNs,
                closedWindowNs - earlier.closedWindowNs,
                holeNs - earlier.holeNs,
                fullWindowNs - earlier.fullWindowNs,
                pausedNs - earlier.pausedNs,
                closedWindows - earlier.closedWindows,
                repeated - earlier.repeated,
                outOfOrder - earlier.outOfOrder);
    }

    /** Share of the time in which the receiver held the stream up. */
    public double receiverShare() {
        return share(closedWindowNs + fullWindowNs);
    }

    /** Share of the time in which octets waited for others that the network had lost or put behind. */
    public double networkShare() {
        return share(holeNs);
    }

    /** Share of the time in which the sender had nothing to send. */
    public double senderShare() {
        return share(pausedNs);
    }

    private double share(long part) {
        return watchedNs <= 0 ? 0 : (double) part / watchedNs;
    }
}
