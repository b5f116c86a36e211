package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.CheckpointEnd;
import org.jspecify.annotations.Nullable;

/** Adds up the epochs of Remus and COLO. */
final class EpochCount {

    private static final int KEPT = 8;

    private final HeadAndTail<CheckpointEnd> epochs = new HeadAndTail<>(KEPT);
    private final EpochCourse course = new EpochCourse();
    private long intervals;
    private long intervalMin = Long.MAX_VALUE;
    private long intervalSum;
    private long intervalMax;
    private long pages;
    private long rawBytes;
    private long wireBytes;
    private long lastEnd;
    private long lastTime;
    private long pagesBehind;
    private boolean any;

    /** A batch carries pages of the epoch under way. */
    void batch(long batchPages) {
        pagesBehind += batchPages;
    }

    void complete(CheckpointEnd epoch, long end, long time) {
        epochs.add(epoch);
        if (any) {
            course.add(epoch);
            pages += epoch.pages();
            rawBytes += epoch.rawBytes();
            wireBytes += epoch.wireBytes();
        }
        any = true;
        Long interval = epoch.intervalNs();
        if (interval != null) {
            intervals++;
            intervalSum += interval;
            intervalMin = Math.min(intervalMin, interval);
            intervalMax = Math.max(intervalMax, interval);
        }
        lastEnd = end;
        lastTime = time;
        pagesBehind = 0;
    }

    /** @param start time of the first octet; null when the input has no times */
    @Nullable
    EpochSum sum(@Nullable Long start) {
        if (!any) {
            return null;
        }
        boolean known = intervals > 0;
        return new EpochSum(
                epochs.excerpt(),
                course.groups(),
                known ? Long.valueOf(intervalMin) : null,
                known ? Long.valueOf(intervalSum / intervals) : null,
                known ? Long.valueOf(intervalMax) : null,
                pages,
                rawBytes,
                wireBytes,
                lastEnd,
                start == null ? null : Long.valueOf(lastTime - start),
                pagesBehind);
    }
}
