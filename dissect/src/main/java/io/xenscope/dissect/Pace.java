package io.xenscope.dissect;

/**
 * What somebody who forwards a direction's octets waited for, summed up since its first octet. Each moment counts once.
 *
 * @param watchedNs the time summed up, in nanoseconds
 * @param readNs of it, with nothing left to forward: the sender, or the network before it, gave nothing
 * @param writeNs of it, with octets at hand that the other side did not take: the receiver, or the network behind it, is slow
 * @param heldNs of it, with forwarding stopped until dissection catches up
 */
public record Pace(long watchedNs, long readNs, long writeNs, long heldNs) {

    /** Nothing seen yet. */
    public static final Pace NONE = new Pace(0, 0, 0, 0);

    /** The time between an earlier look and this one. */
    public Pace since(Pace earlier) {
        return new Pace(
                watchedNs - earlier.watchedNs,
                readNs - earlier.readNs,
                writeNs - earlier.writeNs,
                heldNs - earlier.heldNs);
    }
}
