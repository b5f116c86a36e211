package io.xenscope.output.summary;

import io.xenscope.dissect.Pace;
import io.xenscope.dissect.analysis.Transport;
import org.jspecify.annotations.Nullable;

/** Says who held the octets up. */
final class HeldUp {

    /** Share of the time from which on somebody is named. */
    private static final double NAMED = 0.1;

    private HeldUp() {}

    /** Who held them up most, with the share of the time, as far as somebody watched. */
    static String briefly(@Nullable Transport way, @Nullable Pace pace) {
        return way != null ? briefly(way) : pace != null ? briefly(pace) : Units.UNKNOWN;
    }

    private static String briefly(Pace pace) {
        long most = Math.max(pace.writeNs(), Math.max(pace.readNs(), pace.heldNs()));
        if (share(most, pace) < NAMED) {
            return "nobody";
        }
        String who =
                most == pace.writeNs() ? "receiver's side " : most == pace.readNs() ? "sender's side " : "dissection ";
        return who + Units.share(share(most, pace));
    }

    private static double share(long part, Pace pace) {
        return pace.watchedNs() <= 0 ? 0 : (double) part / pace.watchedNs();
    }

    private static String briefly(Transport way) {
        double receiver = way.receiverShare();
        double network = way.networkShare();
        double sender = way.senderShare();
        double most = Math.max(receiver, Math.max(network, sender));
        if (most < NAMED) {
            return "nobody";
        }
        return (most == receiver ? "receiver " : most == network ? "network " : "sender ") + Units.share(most);
    }

    /** All shares, of a forwarded connection. */
    static String fully(Pace pace) {
        String held = pace.heldNs() == 0 ? "" : ", for dissection for " + Units.share(share(pace.heldNs(), pace));
        return "of " + Units.time(pace.watchedNs())
                + " until the last round ended, forwarding waited for the receiver's"
                + " side to take octets for " + Units.share(share(pace.writeNs(), pace))
                + ", for more from the sender's side for " + Units.share(share(pace.readNs(), pace)) + held
                + "; the network on that side counts for it";
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
