package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Convergence;
import io.xenscope.dissect.analysis.HotRange;
import io.xenscope.dissect.analysis.PageCostSum;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.Standstill;
import io.xenscope.dissect.event.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a migration took the time it took: who held it up, whether it converged, and the downtime. */
final class SlownessText {

    private static final int RANGES = 3;

    private final Report report;
    private final StringBuilder text;

    SlownessText(Report report, StringBuilder text) {
        this.report = report;
        this.text = text;
    }

    void write() {
        if (report.rounds().total() == 0) {
            return;
        }
        text.append("\nSpeed\n");
        line(report.way() == null ? "who held it up is not known: no packets were seen" : HeldUp.fully(report.way()));
        line(convergence(report.convergence()));
        PageCostSum pages = report.pages();
        if (pages != null && !pages.hottest().isEmpty()) {
            line("sent again most: "
                    + pages.hottest().stream()
                            .limit(RANGES)
                            .map(SlownessText::range)
                            .collect(Collectors.joining("; ")));
        }
        downtime();
    }

    private static String range(HotRange range) {
        return "PFN " + Units.hex(range.first()) + " to " + Units.hex(range.last()) + ", "
                + Units.ratio(range.perPage()) + " times a page";
    }

    private static String convergence(Convergence judged) {
        String rates = judged.dirtyPagesPerSecond() == null || judged.sentPagesPerSecond() == null
                ? ""
                : "; at the end " + Units.pagesPerSecond(judged.dirtyPagesPerSecond()) + " were dirtied (at least) and "
                        + Units.pagesPerSecond(judged.sentPagesPerSecond()) + " sent";
        String sizes = judged.firstPages() + " pages in the first dirty pass, " + judged.lastPages()
                + " in the last of " + judged.passes();
        return switch (judged.verdict()) {
            case NOTHING_TO_JUDGE -> "one pass only: nothing tells how fast the guest writes";
            case CONVERGED ->
                "converged: " + sizes + ", fewer than the " + Convergence.THRESHOLD + " at which senders stop" + rates;
            case SHRINKING -> "was converging: " + sizes + rates;
            case STANDING ->
                "does not converge: " + sizes
                        + "; the guest writes these pages as fast as they are sent, further passes do not help" + rates;
        };
    }

    private void downtime() {
        Totals.Downtime bounds = report.end().totals().downtime();
        Standstill parts = report.standstill();
        if (!report.isTimed() || bounds == null && parts.isUnknown()) {
            return;
        }
        text.append("\nDowntime\n");
        if (bounds == null) {
            line("not known: the stream does not show both the guest's stop and its start");
        } else {
            line("at least " + Units.time(bounds.min())
                    + (bounds.max() == null ? ", not bounded above" : ", at most " + Units.time(bounds.max())));
            line("by " + bounds.basis());
        }
        boolean epochs = report.epochs() != null;
        List<String> steps = new ArrayList<>();
        step(steps, "final pass", parts.finalPassNs());
        if (!epochs) {
            step(steps, "state records", parts.stateNs());
            step(steps, "until the receiver is ready", parts.readyNs());
            step(steps, "until go", parts.goNs());
            step(steps, "until the receiver's report", parts.reportNs());
        }
        if (!steps.isEmpty()) {
            line(String.join(", ", steps));
        }
        if (parts.predictedPages() != null && parts.predictedPassNs() != null) {
            line("to be expected behind the last live pass: " + Units.count(parts.predictedPages(), "page")
                    + " in the final pass, " + Units.time(parts.predictedPassNs()) + ", and the state records");
        }
    }

    private static void step(List<String> steps, String name, @Nullable Long time) {
        if (time != null) {
            steps.add(name + " " + Units.time(time));
        }
    }

    private void line(String line) {
        text.append("  ").append(line).append('\n');
    }
}
