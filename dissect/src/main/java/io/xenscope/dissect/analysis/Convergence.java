package io.xenscope.dissect.analysis;

import org.jspecify.annotations.Nullable;

/**
 * Whether sending was faster than the guest wrote, judged by the passes behind the first one. Dirty rates are lower
 * bounds: a page written many times during a pass is one dirty page.
 *
 * @param passes passes over dirty pages, the one with the guest standing still included
 * @param firstPages pages of the first such pass
 * @param lastPages pages of the last such pass
 * @param dirtyPagesPerSecond pages of the last such pass over the time since the pass before began; null without times
 * @param sentPagesPerSecond pages of the last such pass over the time they took; null without times
 */
public record Convergence(
        Verdict verdict,
        long passes,
        long firstPages,
        long lastPages,
        @Nullable Double dirtyPagesPerSecond,
        @Nullable Double sentPagesPerSecond) {

    /** Pages below which senders stop sending while the guest runs (modern-stream specification 5.1). */
    public static final long THRESHOLD = 50;

    /** What the passes show. */
    public enum Verdict {
        /** There was no pass over dirty pages to judge by. */
        NOTHING_TO_JUDGE,
        /** So few pages were left that senders stop. */
        CONVERGED,
        /** Each time fewer pages were left, but not few enough. */
        SHRINKING,
        /** The number of pages did not get smaller: the guest wrote as fast as was sent, or always the same pages. */
        STANDING
    }
}
