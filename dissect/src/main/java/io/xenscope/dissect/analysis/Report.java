package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the analyses say about one migration that is over.
 *
 * @param end how it came out, and the sums
 * @param lostOctets octets missing before the end of either direction
 * @param startNs time of the first octet, nanoseconds since the epoch; null when the input has no times
 * @param byTime what the sender sent over time; null when the input has no times
 * @param byOffset what the sender sent over its stream
 * @param pages null when several migrations were under way at once
 * @param way how the sender's octets travelled; null when the input has no packets
 * @param epochs null when no epoch was complete
 * @param triage null when the migration is complete
 * @param findings by code, in order of first appearance
 */
public record Report(
        Origin origin,
        MigrationEnd end,
        long lostOctets,
        @Nullable Long startNs,
        @Nullable Course byTime,
        Course byOffset,
        Excerpt<RoundLine> rounds,
        Convergence convergence,
        Standstill standstill,
        @Nullable PageCostSum pages,
        CompressedSum compressed,
        @Nullable Transport way,
        @Nullable EpochSum epochs,
        @Nullable Triage triage,
        List<FindingCount> findings) {

    public Report {
        findings = List.copyOf(findings);
    }

    /** True when the input told when its octets were seen. */
    public boolean isTimed() {
        return startNs != null;
    }
}
