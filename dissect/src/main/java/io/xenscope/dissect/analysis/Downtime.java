package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.Totals;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the time the guest stood still, as the wire shows it (modern-stream specification 5.3). Times in
 * nanoseconds since the epoch.
 */
public final class Downtime {

    private @Nullable Long lastLiveEnd;
    private @Nullable Long suspendedBy;
    private @Nullable Long go;
    private @Nullable Long report;

    private long checkpointMin;
    private long checkpointMax;
    private boolean checkpointMaxBounded = true;
    private long checkpoints;
    private @Nullable Long checkpointWritten;
    private @Nullable Long runningUntil;

    /** A pass has ended; {@code suspended} when the guest stood still in it. */
    public void round(boolean suspended, long firstTime, long lastTime) {
        if (suspended) {
            suspendedBy = suspendedBy == null ? Long.valueOf(firstTime) : suspendedBy;
        } else {
            lastLiveEnd = lastTime;
            runningUntil = lastTime;
        }
    }

    /** X86_TSC_INFO begins: the guest stands still at the latest now. */
    public void stateBegins(long firstTime) {
        suspendedBy = suspendedBy == null ? Long.valueOf(firstTime) : suspendedBy;
    }

    /** Octets were lost in which the guest may have run again, and stopped again. */
    public void framingFound() {
        suspendedBy = null;
    }

    /** The last octet of the go message to the receiver. */
    public void go(long time) {
        go = time;
    }

    /** The last octet of the receiver's report. */
    public void report(long time) {
        report = time;
    }

    /** The last octet of CHECKPOINT. */
    public void checkpoint(long time) {
        checkpointWritten = time;
    }

    /** The first octet behind CHECKPOINT. */
    public void behindCheckpoint(long time) {
        Long written = checkpointWritten;
        if (written == null) {
            return;
        }
        checkpoints++;
        if (suspendedBy != null) {
            checkpointMin += Elapsed.between(suspendedBy, written);
        }
        if (runningUntil == null) {
            checkpointMaxBounded = false;
        } else {
            checkpointMax += Elapsed.between(runningUntil, time);
        }
        checkpointWritten = null;
        suspendedBy = null;
        runningUntil = null;
    }

    /** The last octet of the libxl tail of an epoch: the guest runs again. */
    public void tailWritten(long time) {
        runningUntil = time;
    }

    /** The bounds; null when the stream tells nothing. */
    public Totals.@Nullable Downtime bounds() {
        if (checkpoints > 0) {
            return new Totals.Downtime(
                    checkpointMin,
                    checkpointMaxBounded ? Long.valueOf(checkpointMax) : null,
                    "min: first octet of each suspended pass to last octet of CHECKPOINT; max: last octet sent while "
                            + "the guest ran to first octet behind CHECKPOINT; sum over the epochs");
        }
        if (suspendedBy == null || go == null) {
            return null;
        }
        Long max = lastLiveEnd == null || report == null ? null : Long.valueOf(Elapsed.between(lastLiveEnd, report));
        return new Totals.Downtime(
                Elapsed.between(suspendedBy, go),
                max,
                "min: first octet of the final pass to last octet of go"
                        + (max == null ? "" : "; max: last octet of the last live pass to last octet of report"));
    }
}
