package io.xenscope.output.summary;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.analysis.FindingCount;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.event.Totals;
import java.util.ArrayList;
import java.util.List;

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
            String back = finding.direction() == Direction.BACK ? "back:" : "";
            List<String> cells = new ArrayList<>(List.of(
                    finding.severity().text(),
                    finding.code(),
                    "×" + finding.count(),
                    finding.title() + ", first at " + back + finding.offset()));
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
}
