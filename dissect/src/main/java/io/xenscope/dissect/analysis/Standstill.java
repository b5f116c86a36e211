package io.xenscope.dissect.analysis;

import org.jspecify.annotations.Nullable;

/**
 * What the time is made of in which the guest stood still, behind the bounds that the totals tell. Times in nanoseconds;
 * null where the stream does not tell.
 *
 * @param finalPassNs sending the pages that were left
 * @param stateNs from there to the end of the state records
 * @param readyNs from there until the receiver was ready
 * @param goNs from there until the sender gave it the domain
 * @param reportNs from there until the receiver had told how starting it went
 * @param predictedPages pages to expect in the final pass, by what was dirtied during the last pass before it
 * @param predictedPassNs time to send them at the rate of that pass
 */
public record Standstill(
        @Nullable Long finalPassNs,
        @Nullable Long stateNs,
        @Nullable Long readyNs,
        @Nullable Long goNs,
        @Nullable Long reportNs,
        @Nullable Long predictedPages,
        @Nullable Long predictedPassNs) {

    /** True when nothing is known. */
    public boolean isUnknown() {
        return finalPassNs == null && stateNs == null && predictedPages == null;
    }
}
