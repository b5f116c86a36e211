package io.xenscope.dissect.event;

import io.xenscope.dissect.Pace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums over a whole migration ({@code xenscope.totals}).
 *
 * @param bytes octets seen, both directions
 * @param wireBytes octets that really travelled, both directions; null when none were compressed on the way
 * @param records framing elements, batches included
 * @param batches batches
 * @param rounds rounds
 * @param checkpoints complete epochs
 * @param pages entries with data
 * @param distinctPfns PFNs sent with data
 * @param resentPages pages whose PFN had been sent with data before
 * @param resentBytes 4096 times {@code resentPages}
 * @param zeroPages pages of zero octets; null when the contents of a batch were not looked at
 * @param missedBytes sum of {@code gap.missing}
 * @param durationNs first to last octet; null when the input has no times
 * @param downtime how long the guest stood still; null when nothing is known
 * @param pace what the sender's octets waited for until the end of the last round; null where nobody forwards them
 * @param notes number of findings of severity note
 * @param warnings number of findings of severity warn
 * @param errors number of findings of severity error
 * @param byType count and octets by record type, in order of first appearance
 */
public record Totals(
        long bytes,
        @Nullable Long wireBytes,
        long records,
        long batches,
        long rounds,
        long checkpoints,
        long pages,
        long distinctPfns,
        long resentPages,
        long resentBytes,
        @Nullable Long zeroPages,
        long missedBytes,
        @Nullable Long durationNs,
        @Nullable Downtime downtime,
        @Nullable Pace pace,
        long notes,
        long warnings,
        long errors,
        Map<String, TypeTotal> byType) {

    /** Bounds of the time the guest stood still, in nanoseconds; {@code max} is null when nothing bounds it. */
    public record Downtime(long min, @Nullable Long max, String basis) {}

    /** Count and octets (headers and padding included) of one record type. */
    public record TypeTotal(long count, long bytes) {}
}
