package io.xenscope.dissect.migration;

import io.xenscope.dissect.Pace;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Totals;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up a migration. */
final class TotalsCount {

    private long records;
    private long batches;
    private long rounds;
    private long checkpoints;
    private long pages;
    private long resentPages;
    private @Nullable Long zeroPages = 0L;
    private long missedBytes;
    private long decompressedFrom;
    private long decompressedTo;
    private final Map<Severity, Long> findings = new EnumMap<>(Severity.class);
    private final Map<String, Totals.TypeTotal> byType = new LinkedHashMap<>();

    void record(Element element) {
        records++;
        Totals.TypeTotal one = new Totals.TypeTotal(1, element.length());
        byType.merge(element.type(), one, (a, b) -> new Totals.TypeTotal(a.count() + b.count(), a.bytes() + b.bytes()));
    }

    /** @param zero pages of zero octets; null when contents were not looked at */
    void batch(long batchPages, long resent, @Nullable Long zero) {
        batches++;
        pages += batchPages;
        resentPages += resent;
        zeroPages = zeroPages == null || zero == null ? null : Long.valueOf(zeroPages + zero);
    }

    void round() {
        rounds++;
    }

    void checkpoint() {
        checkpoints++;
    }

    void missed(long octets) {
        missedBytes += octets;
    }

    void finding(Severity severity) {
        findings.merge(severity, 1L, Long::sum);
    }

    Progress progress(long octets) {
        return new Progress(octets, records, pages, rounds, checkpoints);
    }

    /** {@code wire} octets became {@code plain} ones. */
    void decompressed(long wire, long plain) {
        decompressedFrom += wire;
        decompressedTo += plain;
    }

    Totals sum(
            long bytes,
            long distinctPfns,
            @Nullable Long durationNs,
            Totals.@Nullable Downtime downtime,
            @Nullable Pace pace) {
        return new Totals(
                bytes,
                decompressedFrom == 0 ? null : Long.valueOf(bytes - decompressedTo + decompressedFrom),
                records,
                batches,
                rounds,
                checkpoints,
                pages,
                distinctPfns,
                resentPages,
                resentPages * 4096,
                zeroPages,
                missedBytes,
                durationNs,
                downtime,
                pace,
                findings.getOrDefault(Severity.NOTE, 0L),
                findings.getOrDefault(Severity.WARN, 0L),
                findings.getOrDefault(Severity.ERROR, 0L),
                byType);
    }
}
