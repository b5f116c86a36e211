package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.CheckpointEnd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of a Remus or COLO migration.
 *
 * @param epochs first and last of them
 * @param course all epochs but the first, neighbours joined when there are many
 * @param intervalMinNs shortest time from completion to completion; null when no interval is known
 * @param intervalMeanNs mean of those times
 * @param intervalMaxNs longest of those times
 * @param pages pages of all complete epochs but the first, which carries the whole guest
 * @param rawBytes 4096 times these pages
 * @param wireBytes octets of these epochs
 * @param lastEnd offset behind the last complete epoch, which is what a failover restores
 * @param lastTimeNs when it was complete, from the first octet of the migration; null when the input has no times
 * @param pagesBehind pages of the epoch under way at the end, which a failover discards
 */
public record EpochSum(
        Excerpt<CheckpointEnd> epochs,
        List<EpochGroup> course,
        @Nullable Long intervalMinNs,
        @Nullable Long intervalMeanNs,
        @Nullable Long intervalMaxNs,
        long pages,
        long rawBytes,
        long wireBytes,
        long lastEnd,
        @Nullable Long lastTimeNs,
        long pagesBehind) {}
