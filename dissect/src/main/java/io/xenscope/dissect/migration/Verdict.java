package io.xenscope.dissect.migration;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Reporter.Decoded;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges how a migration came out, once both directions have ended (modern-stream specification 1.6 to 1.8). */
final class Verdict {

    private final Knowledge known;
    private final Reporter forward;
    private final Reporter back;
    private final Set<FindingCode> stops;
    private final Set<FindingCode> raised;
    private final boolean forwardSeen;
    private final boolean backWhole;

    /**
     * @param stops findings raised at which a real receiver stops
     * @param raised all findings raised
     */
    Verdict(Knowledge known, Reporter forward, Reporter back, Set<FindingCode> stops, Set<FindingCode> raised) {
        this.known = known;
        this.forward = forward;
        this.back = back;
        this.stops = stops;
        this.raised = raised;
        this.forwardSeen = forward.length() > 0;
        EndReason backEnd = back.end();
        this.backWhole = backEnd != null && backEnd.isComplete() && back.length() > 0 && back.decoded() != Decoded.LOST;
    }

    /** Raises what only the end tells. */
    void findings() {
        if (forwardSeen && !known.endReached) {
            cutShort();
        }
        boolean reset = forward.end() == EndReason.RESET || back.end() == EndReason.RESET;
        // A checkpointed migration with an epoch to start has no other end.
        if (reset && forwardSeen && !known.endReached && !(known.isCheckpointed() && known.epochs > 0)) {
            forward.transport(
                    FindingCode.CAP_RST,
                    FindingCode.CAP_RST.severity(),
                    forward.length(),
                    0,
                    "the connection was reset before the end of the stream",
                    forward.now());
        }
        if (known.relocation && known.endReached && reset) {
            forward.finding(
                    FindingCode.XEND_RST_END,
                    forward.length(),
                    0,
                    "xend closes without waiting for the answer, so that either side may reset");
        }
        messagesMissing();
        if (!backWhole || !known.handshakeSeen || known.isCheckpointed() || !forwardSeen) {
            return;
        }
        if (!known.readySeen) {
            back.finding(
                    FindingCode.HSK_003,
                    back.length(),
                    0,
                    "the receiver closed without ready; the sender resumes its domain");
        } else if (!known.goSent && forwardWhole()) {
            forward.finding(
                    FindingCode.HSK_010,
                    forward.length(),
                    0,
                    "the sender closed after ready without go; it resumes its domain");
        } else if (known.goSent && known.status == null && !raised.contains(FindingCode.HSK_006)) {
            back.finding(
                    FindingCode.HSK_006,
                    back.length(),
                    0,
                    "go was sent, but the receiver's report and status did not come; the state of the domain is undefined");
        }
        if (known.readySeen && !known.endReached && forwardUnderstood()) {
            back.finding(
                    FindingCode.HSK_009,
                    back.length(),
                    0,
                    "the receiver sent ready although the stream never reached its END");
        }
        Integer status = known.status;
        if (status != null && status != 0 && !known.goReturned) {
            back.finding(
                    FindingCode.HSK_008,
                    back.length(),
                    0,
                    "status " + status + " without a go from the receiver: it could not destroy its copy");
        }
    }

    /** The synchronisation messages of xapi that the end shows to be missing. */
    private void messagesMissing() {
        if (known.failure != null || !known.endReached) {
            return;
        }
        if (isUnfinished()) {
            forward.finding(
                    FindingCode.XAPI_HS_UNEXPECTED,
                    forward.length(),
                    0,
                    "the sender closes without its last message; the receiver discards the domain");
        } else if (isUnanswered()) {
            back.finding(
                    FindingCode.XAPI_HS_UNEXPECTED, back.length(), 0, "the receiver closes without its last message");
        }
    }

    private boolean isUnfinished() {
        return known.sent.isMissing() && forwardWhole();
    }

    private boolean isUnanswered() {
        return known.answered.isMissing() && backWhole;
    }

    private void cutShort() {
        long at = forward.length();
        boolean betweenRecords = forward.decoded() == Decoded.WHOLE;
        if (forward.isInContainer()) {
            if (betweenRecords && known.failure == null && (known.format == null || known.containerOpen)) {
                String before = known.containerOpen ? "the mark of its end" : "the image begins";
                forward.finding(FindingCode.CAR_EOF_EARLY, at, 0, "the stream ends before " + before);
            }
            return;
        }
        if (known.isLegacy()) {
            if (betweenRecords && known.roundUnderWay) {
                String where = known.epochs == 0 ? "before its first round is complete" : "inside a round";
                forward.finding(
                        LegacyEnd.code(known), at, 0, "the stream ends " + where + "; " + LegacyEnd.consequence(known));
            }
            return;
        }
        if (!known.isCheckpointed()) {
            if (betweenRecords) {
                forward.finding(FindingCode.GEN_002, at, 0, "the stream ends without END");
            }
            return;
        }
        if (betweenRecords) {
            forward.finding(
                    FindingCode.GEN_002,
                    Severity.NOTE,
                    at,
                    0,
                    "the stream ends without END, as checkpointed streams do");
        }
        if (forward.decoded() == Decoded.LOST || forward.decoded() == Decoded.GIVEN_UP) {
            // Which epochs the rest of the direction completed is not known.
            return;
        }
        if (known.epochs == 0) {
            forward.finding(
                    FindingCode.CKP_003, at, 0, "ends before the first complete checkpoint: nothing to fail over to");
        } else {
            forward.finding(FindingCode.CKP_004, at, 0, "the receiver fails over to checkpoint " + known.epochs);
        }
    }

    Outcome outcome() {
        if (isFailed()) {
            return Outcome.FAILED;
        }
        if (!forwardSeen) {
            return backAlone();
        }
        if (known.endReached) {
            boolean statusDue = backWhole && known.handshakeSeen && !known.isCheckpointed();
            Integer status = known.status;
            if (isUnfinished() || isUnanswered()) {
                return Outcome.TRUNCATED;
            }
            return !statusDue || status != null && status == 0 ? Outcome.COMPLETE : Outcome.TRUNCATED;
        }
        return known.isCheckpointed() && known.epochs > 0 ? Outcome.FAILOVER : Outcome.TRUNCATED;
    }

    private Outcome backAlone() {
        Integer status = known.status;
        if (status != null) {
            return Outcome.COMPLETE;
        }
        if (known.reply != null) {
            return Outcome.COMPLETE;
        }
        return known.isCheckpointed() ? Outcome.FAILOVER : Outcome.TRUNCATED;
    }

    private boolean isFailed() {
        Integer status = known.status;
        boolean refused = known.reply != null && !known.reply.isOk();
        return known.failure != null || status != null && status != 0 || refused || !stops.isEmpty() || isRefused();
    }

    /** The handshake tells that one side gave up although the other was through. */
    private boolean isRefused() {
        if (!backWhole || !known.handshakeSeen || known.isCheckpointed() || !forwardSeen) {
            return false;
        }
        boolean neverReady = known.endReached && !known.readySeen;
        boolean neverGo = known.readySeen && !known.goSent && forwardWhole();
        return neverReady || neverGo;
    }

    /** True when all the sender had to say was captured and understood. */
    private boolean forwardWhole() {
        EndReason reason = forward.end();
        return reason != null && reason.isComplete() && forwardUnderstood();
    }

    /** True when all that was captured of the sender was understood. */
    private boolean forwardUnderstood() {
        return forward.decoded() == Decoded.WHOLE || forward.decoded() == Decoded.CUT;
    }

    String reason() {
        Integer status = known.status;
        if (status != null && status != 0) {
            return "the receiver reports status " + status;
        }
        String failure = known.failure;
        if (failure != null) {
            return failure;
        }
        if (known.reply != null && !known.reply.isOk()) {
            return "the receiver answers " + known.reply.text();
        }
        if (!stops.isEmpty()) {
            return "a real receiver stops at "
                    + stops.stream().map(FindingCode::id).collect(Collectors.joining(", "));
        }
        if (isRefused()) {
            return known.readySeen ? "the sender never sent go" : "the receiver never became ready";
        }
        if (!forwardSeen) {
            return "only the back direction was seen; " + lastWord();
        }
        return switch (outcome()) {
            case COMPLETE -> complete();
            case FAILOVER ->
                "ended after checkpoint " + known.epochs + ", which the receiver starts"
                        + (known.isLegacy() ? " (those of 4.4 destroy the domain instead)" : "");
            default -> truncated();
        };
    }

    private String lastWord() {
        if (known.relocation) {
            return known.reply == null ? "it ends without ok or err" : "it says ok";
        }
        return known.status == null ? "it ends without a status" : "status 0";
    }

    private String complete() {
        String late = known.startSeen ? "" : "; the start was not captured";
        return completed() + late;
    }

    private String completed() {
        if (known.status != null) {
            return "END reached, status 0";
        }
        if (known.reply != null) {
            return "END reached, the receiver says ok";
        }
        if (known.answered.due > 0) {
            return known.answered.isMissing()
                    ? "END reached; the last message of the receiver was not captured"
                    : "END reached, success on both sides";
        }
        return known.handshakeSeen ? "END reached; the answer of the receiver was not captured" : "END reached";
    }

    private String truncated() {
        if (known.endReached && isUnfinished()) {
            return "END reached, but the sender closed without its last message";
        }
        if (known.endReached) {
            return known.answered.isMissing()
                    ? "END reached, but no last message came back"
                    : "END reached, but no status came back";
        }
        EndReason reason = forward.end();
        return "ends at offset " + forward.length() + " before END; " + (reason == null ? "" : reason.text());
    }
}
