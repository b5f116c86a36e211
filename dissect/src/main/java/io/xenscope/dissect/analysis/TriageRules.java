package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concludes from where and how a migration ended to what may have been the cause (modern-stream specification 1.6, 1.7,
 * 5.6, 7.2 and 7.3). The rules are tried in order; all that hold are told.
 */
final class TriageRules {

    /** A silence before the end from which on somebody was waiting, rather than stopped at once. */
    private static final long LONG_WAIT = 10_000_000_000L;

    private static final double SECOND = 1e9;

    private final Origin origin;
    private final MigrationEnd end;
    private final EndFacts facts;
    private final Way.@Nullable Closing closing;
    private final @Nullable EpochSum epochs;
    private final boolean live;
    private final List<Triage.Cause> causes = new ArrayList<>();

    /** @param closing null when the input does not tell who closed */
    TriageRules(
            Origin origin, MigrationEnd end, EndFacts facts, Way.@Nullable Closing closing, @Nullable EpochSum epochs) {
        this.origin = origin;
        this.end = end;
        this.facts = facts;
        this.closing = closing;
        this.epochs = epochs;
        this.live = !end.migration().mode().equals("save");
    }

    /** @param start time of the first octet; null when the input has no times */
    Triage triage(Collection<FindingCount> findings, @Nullable Long start) {
        failover();
        status();
        receiverStops(findings);
        if (facts.lostAt == null) {
            handshake();
            cutShort();
        } else {
            cause(
                    "the sender's stream cannot be followed from here on, so that nothing is known of its end; see the"
                            + " findings for what was lost",
                    Direction.FORWARD,
                    facts.lostAt.offset());
        }
        return new Triage(where(), how(start), otherSide(), causes);
    }

    private void cause(String text, Direction direction, long offset) {
        causes.add(new Triage.Cause(text, direction, offset));
    }

    private boolean closedBySender() {
        Way.Closing known = closing;
        return known != null && known.by().equals(origin.source());
    }

    private boolean closedByReceiver() {
        Way.Closing known = closing;
        return known != null && known.by().equals(origin.destination());
    }

    private void failover() {
        EpochSum sum = epochs;
        if (end.outcome() == Outcome.FAILOVER && sum != null) {
            String who = closedByReceiver()
                    ? "the receiver closed although it depends on the sender: it gave up, or its connection died"
                    : "the sender or the network to it died, or the sender was stopped; this is how a checkpointed"
                            + " migration ends";
            cause("failover to checkpoint " + sum.epochs().total() + ": " + who, Direction.FORWARD, sum.lastEnd());
        }
    }

    private void status() {
        Long status = facts.status;
        if (status == null || status == 0) {
            return;
        }
        String meaning = facts.statusMeaning == null ? "" : " (" + facts.statusMeaning + ")";
        String text = status == 255
                ? "the receiver was ready but did not get a correct go from the sender"
                : "the receiver could not rename or start its copy: libxl error " + status + meaning
                        + "; its xl log has the cause";
        cause(text, Direction.BACK, facts.said.getOrDefault("STATUS", 0L));
    }

    private void receiverStops(Collection<FindingCount> findings) {
        for (FindingCount finding : findings) {
            if (finding.severity() == Severity.ERROR
                    && FindingCode.byId(finding.code()).stopsReceiver()) {
                String text = "receivers stop here: " + finding.code() + " " + finding.title() + ", " + finding.text();
                cause(text, finding.first().direction(), finding.first().offset());
            }
        }
    }

    /** Steps that xl's receivers and senders owe each other. */
    private void handshake() {
        boolean xl = facts.hasSaid("BANNER");
        if (!xl || facts.status != null || end.outcome() == Outcome.FAILOVER) {
            return;
        }
        EndFacts.Last last = facts.forward;
        boolean go = last != null && last.type().equals("GO");
        if (facts.endReached && !facts.hasSaid("READY")) {
            cause(
                    "the receiver got the whole stream and did not become ready: it could not rebuild the domain"
                            + " (memory, disk, bridge or device model at the receiver; its xl log has the cause)",
                    Direction.BACK,
                    facts.backEnd());
        } else if (facts.hasSaid("READY") && !go) {
            cause(
                    "the receiver was ready and the sender did not give the domain away: it could not rename its own"
                            + " copy, or was stopped; it resumes its domain",
                    Direction.BACK,
                    facts.said.getOrDefault("READY", 0L));
        } else if (go) {
            cause(
                    "go was sent and the receiver's report did not come: see on both hosts where the domain runs, it may"
                            + " run on none or be paused on both",
                    Direction.FORWARD,
                    facts.forwardEnd());
        }
    }

    private void cutShort() {
        if (facts.endReached || end.outcome() != Outcome.TRUNCATED && end.outcome() != Outcome.FAILED) {
            return;
        }
        long at = facts.forwardEnd();
        if (closedByReceiver()) {
            cause(
                    "the receiving side went away while the sender still sent: its xl or the transport (ssh, socat) was"
                            + " killed or failed; the sender resumes its domain",
                    Direction.FORWARD,
                    at);
        } else if (closing != null && facts.cut != null) {
            cause(
                    "the sending side stopped in the middle of " + what() + ": its process or transport was killed",
                    Direction.FORWARD,
                    at);
        } else if (closing == null && origin.source() != null) {
            cause("no close was captured: the migration may have gone on", Direction.FORWARD, at);
        }
        senderGivesUp(at);
    }

    private String what() {
        String inside = facts.cut == null ? null : facts.cut.inside();
        return inside == null ? "a header" : inside;
    }

    /** Senders that give up do so between records; what came last tells why. */
    private void senderGivesUp(long at) {
        if (facts.cut != null || closedByReceiver() || closing == null && origin.source() != null) {
            return;
        }
        Way.Closing known = closing;
        EndFacts.Last last = facts.forward;
        if (facts.stateBegun) {
            cause("the sender failed while it saved the state of the guest or its devices", Direction.FORWARD, at);
        } else if (live && known != null && last != null && known.time() - last.time() > LONG_WAIT) {
            cause(
                    "the sender was silent for " + seconds(known.time() - last.time())
                            + " before it closed, as when the guest does not suspend in time (libxl waits 60 s)",
                    Direction.FORWARD,
                    at);
        } else if (end.migration().guest().equals("pv")) {
            cause(
                    "the sender gave up between two records while it sent memory, as it does when a PV guest changes"
                            + " its P2M structure while it runs, when a page table cannot be normalised, or when saving"
                            + " is cancelled; its xl log has the cause",
                    Direction.FORWARD,
                    at);
        } else {
            cause(
                    "the sender gave up between two records while it sent memory: saving failed or was cancelled; its"
                            + " xl log has the cause",
                    Direction.FORWARD,
                    at);
        }
    }

    private String where() {
        if (facts.cut != null) {
            return "the sender's stream ends inside " + what() + ", offset " + facts.forwardEnd() + " ("
                    + facts.cut.missing() + " octets more were announced)";
        }
        EndFacts.Last last = facts.forward;
        if (facts.lostAt != null) {
            return "the sender's stream could not be followed beyond offset " + facts.lostAt.offset()
                    + "; it ends at offset " + facts.forwardEnd();
        }
        return last == null
                ? "nothing of the sender was seen"
                : "the sender's stream ends behind " + last.type() + ", offset "
                        + last.place().end();
    }

    private @Nullable String how(@Nullable Long start) {
        Way.Closing known = closing;
        if (known == null) {
            return null;
        }
        String who = closedBySender() ? "the sender" : closedByReceiver() ? "the receiver" : "one side";
        String when = start == null ? "" : ", " + seconds(known.time() - start) + " after its first octet";
        EndFacts.Last last = facts.forward;
        String silence =
                last == null ? "" : ", " + seconds(known.time() - last.time()) + " after the last complete record";
        return who + (known.reset() ? " reset" : " closed") + " the connection first" + when + silence;
    }

    private String otherSide() {
        if (facts.said.isEmpty()) {
            return "nothing";
        }
        String types = String.join(", ", facts.said.keySet());
        return types + " (" + facts.backEnd() + " octets)";
    }

    private static String seconds(long ns) {
        return String.format(java.util.Locale.ROOT, "%.3f s", ns / SECOND);
    }
}
