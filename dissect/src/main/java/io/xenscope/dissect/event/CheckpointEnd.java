package io.xenscope.dissect.event;

import org.jspecify.annotations.Nullable;

/**
 * A Remus or COLO epoch is complete on the wire ({@code xenscope.checkpoint}).
 *
 * @param epoch 1, 2, 3 …
 * @param intervalNs completion to completion; null for the first epoch and when the input has no times
 * @param pages entries with data
 * @param rawBytes 4096 times {@code pages}
 * @param wireBytes all octets of the epoch
 * @param full compressed pages sent whole; null when pages are not compressed
 * @param delta compressed pages sent as differences; null when pages are not compressed
 * @param empty compressed pages that did not change; null when pages are not compressed
 */
public record CheckpointEnd(
        long epoch,
        @Nullable Long intervalNs,
        long pages,
        long rawBytes,
        long wireBytes,
        @Nullable Long full,
        @Nullable Long delta,
        @Nullable Long empty)
        implements EventBody {
    @Override
    public String action() {
        return "checkpoint";
    }
}
