package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Transport;
import org.jspecify.annotations.Nullable;

/** Says who held the octets up. */
final class HeldUp {

    /** Share of the time from which on somebody is named. */
    private static final double NAMED = 0.1;

    private HeldUp() {}

    /** Who held them up most, with the share of the time; a dash when nobody did for long. */
    static String briefly(@Nullable Transport way) {
        if (way == null) {
            return Units.UNKNOWN;
        }
        double receiver = way.receiverShare();
        double network = way.networkShare();
        double sender = way.senderShare();
        double most = Math.max(receiver, Math.max(network, sender));
        if (most < NAMED) {
            return "nobody";
        }
        return (most == receiver ? "receiver " : most == network ? "network " : "sender ") + Units.share(most);
    }

    /** All shares, and what they are judged by. */
    static String fully(Transport way) {
        double flowing = 1 - way.receiverShare() - way.networkShare() - way.senderShare();
        return "of " + Units.time(way.watchedNs()) + " the receiver held it up for " + Units.share(way.receiverShare())
                + " (window full " + Units.time(way.fullWindowNs()) + ", closed " + Units.time(way.closedWindowNs())
                + " in " + Units.count(way.closedWindows(), "time") + "), the network for "
                + Units.share(way.networkShare()) + " (behind lost packets; " + way.outOfOrder() + " segments out of"
                + " order, " + way.repeated() + " repeated), pauses of the sender for "
                + Units.share(way.senderShare()) + "; for " + Units.share(flowing) + " octets were on their way";
    }
}
