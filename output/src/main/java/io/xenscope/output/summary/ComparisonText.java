package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Convergence;
import io.xenscope.dissect.analysis.PageCostSum;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.RoundLine;
import io.xenscope.dissect.analysis.Transport;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several migrations side by side, one in each column. */
final class ComparisonText {

    /** Columns that fit beside each other. */
    private static final int COLUMNS = 4;

    private final List<Report> reports;
    private final TextTable table;

    private ComparisonText(List<Report> reports) {
        this.reports = reports;
        this.table = new TextTable("l" + "r".repeat(reports.size()));
    }

    /** The text, in whole lines: the names of the inputs, then a table for each few of them. */
    static String of(List<Report> reports) {
        StringBuilder text = new StringBuilder(4096);
        for (int from = 0; from < reports.size(); from += COLUMNS) {
            List<Report> some = reports.subList(from, Math.min(from + COLUMNS, reports.size()));
            text.append(from == 0 ? "" : "\n");
            Sheet sheet = new TextSheet("");
            write(some, from, sheet);
            text.append(sheet);
        }
        return text.toString();
    }

    /** Writes some reports side by side, behind {@code before} others. */
    static void write(List<Report> reports, int before, Sheet sheet) {
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            sheet.line("(" + (before + i + 1) + ") " + HeadText.name(report) + ": "
                    + report.end().outcome().text() + ", " + report.end().reason());
        }
        sheet.table(new ComparisonText(reports).table(before));
    }

    private TextTable table(int before) {
        List<String> head = new ArrayList<>(List.of(""));
        for (int i = 0; i < reports.size(); i++) {
            head.add("(" + (before + i + 1) + ")");
        }
        table.head(head);
        row(
                "mode, guest",
                report -> report.end().migration().mode() + " "
                        + guest(report.end().migration()));
        row("outcome", report -> report.end().outcome().text());
        row("octets", report -> Units.octets(report.end().totals().bytes()));
        row("time", report -> Units.time(report.end().totals().durationNs()));
        row(
                "rate",
                report -> report.isTimed()
                        ? Units.perSecond(HeadText.rate(report.end().totals()))
                        : Units.UNKNOWN);
        row("rounds", report -> Long.toString(report.end().totals().rounds()));
        row("epochs", report -> Long.toString(report.end().totals().checkpoints()));
        row("first pass", report -> pass(report, 0));
        row("final pass", ComparisonText::finalPass);
        row("pages", report -> Long.toString(report.end().totals().pages()));
        row("resent", report -> part(report.end().totals().resentPages(), report));
        row("unchanged", ComparisonText::unchanged);
        row("zero", report -> part(report.end().totals().zeroPages(), report));
        row(
                "dirtied at the end",
                report -> Units.pagesPerSecond(report.convergence().dirtyPagesPerSecond()));
        row(
                "sent at the end",
                report -> Units.pagesPerSecond(report.convergence().sentPagesPerSecond()));
        row("converges", report -> converges(report.convergence()));
        row("downtime at least", report -> {
            Totals.Downtime bounds = report.end().totals().downtime();
            return bounds == null ? Units.UNKNOWN : Units.time(bounds.min());
        });
        row("downtime at most", report -> {
            Totals.Downtime bounds = report.end().totals().downtime();
            return bounds == null ? Units.UNKNOWN : Units.time(bounds.max());
        });
        row("held up by receiver", report -> share(report, Transport::receiverShare));
        row("held up by network", report -> share(report, Transport::networkShare));
        row("sender paused", report -> share(report, Transport::senderShare));
        row("LZ4 would save", report -> sampled(report, pages -> pages.sample().compressionSaves()));
        row(
                "differences would save",
                report -> sampled(report, pages -> pages.sample().deltaSaves()));
        row("errors, warnings, notes", report -> {
            Totals totals = report.end().totals();
            return totals.errors() + ", " + totals.warnings() + ", " + totals.notes();
        });
        return table;
    }

    private void row(String name, Function<Report, String> value) {
        List<String> cells = new ArrayList<>(List.of(name));
        reports.forEach(report -> cells.add(value.apply(report)));
        table.row(cells);
    }

    private static String guest(MigrationInfo info) {
        return info.guest().equals("unknown") ? Units.UNKNOWN : info.guest();
    }

    private static String pass(Report report, int index) {
        List<RoundLine> head = report.rounds().head();
        return head.size() <= index ? Units.UNKNOWN : pass(head.get(index).round());
    }

    private static String pass(RoundEnd round) {
        String time = round.durationNs() == null ? "" : ", " + Units.time(round.durationNs());
        return Units.count(round.pages(), "page") + time;
    }

    private static String finalPass(Report report) {
        return report.rounds()
                .kept()
                .map(RoundLine::round)
                .filter(round -> round.kind().equals("final"))
                .map(ComparisonText::pass)
                .findFirst()
                .orElse(Units.UNKNOWN);
    }

    private static String part(@Nullable Long pages, Report report) {
        long all = report.end().totals().pages();
        return pages == null || all == 0 ? Units.UNKNOWN : pages + ", " + Units.share((double) pages / all);
    }

    private static String unchanged(Report report) {
        PageCostSum pages = report.pages();
        return pages == null ? Units.UNKNOWN : part(pages.unchangedPages(), report);
    }

    private static String converges(Convergence judged) {
        return switch (judged.verdict()) {
            case NOTHING_TO_JUDGE -> Units.UNKNOWN;
            case CONVERGED -> "yes";
            case SHRINKING -> "slowly";
            case STANDING -> "no";
        };
    }

    private static String share(Report report, Function<Transport, Double> share) {
        Transport way = report.way();
        return way == null ? Units.UNKNOWN : Units.share(share.apply(way));
    }

    private static String sampled(Report report, Function<PageCostSum, Double> share) {
        PageCostSum pages = report.pages();
        return pages == null || pages.sample().pages() == 0 ? Units.UNKNOWN : Units.share(share.apply(pages));
    }
}
