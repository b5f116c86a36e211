package io.xenscope.output.summary;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.analysis.FindingCount;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.event.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a migration, by codes. */
final class FindingsText {

    private final Report report;
    private final Sheet sheet;

    FindingsText(Report report, Sheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    /**
     * Writes the worst.
     *
     * @param most codes that are told
     * @param fully whether to tell what the first of each code says
     */
    void write(int most, boolean fully) {
        Totals totals = report.end().totals();
        sheet.heading("Findings: " + Units.count(totals.errors(), "error") + ", "
                + Units.count(totals.warnings(), "warning") + ", " + Units.count(totals.notes(), "note"));
        List<FindingCount> sorted = report.findings().stream()
                .sorted((a, b) -> b.severity().compareTo(a.severity()))
                .toList();
        TextTable table = new TextTable(fully ? "llrll" : "llrl");
        for (FindingCount finding : sorted.subList(0, Math.min(most, sorted.size()))) {
            List<String> cells = new ArrayList<>(List.of(
                    finding.severity().text(),
                    finding.code(),
                    "×" + finding.count(),
                    finding.title() + ", at " + places(finding)));
            if (fully) {
                cells.add(finding.text());
            }
            table.row(cells);
        }
        long told = sorted.stream().mapToLong(FindingCount::count).sum();
        long all = totals.errors() + totals.warnings() + totals.notes();
        if (all > told) {
            table.note("and " + (all - told) + " more of these codes, which were counted only");
        }
        if (sorted.size() > most) {
            table.note("and " + (sorted.size() - most) + " more codes; 'xenscope verify' lists all");
        }
        sheet.table(table);
    }

    private static String places(FindingCount finding) {
        String first = finding.places().stream()
                .map(place -> (place.direction() == Direction.BACK ? "back:" : "") + place.offset())
                .collect(Collectors.joining(", "));
        return finding.count() > finding.places().size() ? first + ", …" : first;
    }
}
