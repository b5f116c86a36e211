package io.xenscope.output.summary;

import io.xenscope.dissect.Pace;
import io.xenscope.dissect.analysis.Convergence;
import io.xenscope.dissect.analysis.HotRange;
import io.xenscope.dissect.analysis.PageCostSum;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.RoundLine;
import io.xenscope.dissect.analysis.Standstill;
import io.xenscope.dissect.analysis.Transport;
import io.xenscope.dissect.event.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a migration took the time it took: who held it up, whether it converged, and the downtime. */
final class SlownessText {

    private static final int RANGES = 3;

    /** Times a page must have been sent again, on average, for its range to be told. */
    private static final double OFTEN = 0.5;

    private final Report report;
    private final Sheet sheet;

    SlownessText(Report report, Sheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    void speed() {
        if (report.rounds().total() == 0) {
            return;
        }
        sheet.heading("Speed");
        split();
        line(heldUp());
        line(convergence(report.convergence()));
        PageCostSum pages = report.pages();
        if (pages != null
                && !pages.hottest().isEmpty()
                && pages.hottest().get(0).perPage() >= OFTEN) {
            line("sent again most: "
                    + pages.hottest().stream()
                            .filter(range -> range.perPage() >= OFTEN)
                            .limit(RANGES)
                            .map(SlownessText::range)
                            .collect(Collectors.joining("; ")));
        }
    }

    private String heldUp() {
        Transport way = report.way();
        Pace pace = report.end().totals().pace();
        return way != null
                ? HeldUp.fully(way)
                : pace != null ? HeldUp.fully(pace) : "who held it up is not known: no packets were seen";
    }

    /** How the time divides into the phases of a live migration. */
    private void split() {
        Long all = report.end().totals().durationNs();
        List<RoundLine> rounds = report.rounds().kept().toList();
        Long begins = rounds.get(0).startNs();
        Long firstTakes = rounds.get(0).round().durationNs();
        if (!report.isTimed() || all == null || all == 0 || begins == null || firstTakes == null) {
            return;
        }
        long firstEnds = begins + firstTakes;
        Long stops = rounds.stream()
                .filter(line -> line.round().kind().equals("final"))
                .map(RoundLine::startNs)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<String> parts = new ArrayList<>();
        phase(parts, "until the first page", begins, all);
        phase(parts, "first pass", firstTakes, all);
        if (stops != null && stops >= firstEnds) {
            phase(parts, "dirty passes", stops - firstEnds, all);
            phase(
                    parts,
                    report.epochs() == null ? "final pass and all behind it" : "from the first suspension on",
                    all - stops,
                    all);
        } else {
            phase(parts, "all behind it", all - firstEnds, all);
        }
        line("time: " + String.join(", ", parts));
    }

    private static void phase(List<String> parts, String name, long time, long all) {
        long some = Math.max(0, time);
        parts.add(name + " " + Units.time(some) + " (" + Units.share((double) some / all) + ")");
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

    void downtime() {
        Totals.Downtime bounds = report.end().totals().downtime();
        Standstill parts = report.standstill();
        if (report.rounds().total() == 0 || !report.isTimed() || bounds == null && parts.isUnknown()) {
            return;
        }
        sheet.heading("Downtime");
        if (bounds == null) {
            line("not known: the stream does not show both the guest's stop and its start");
        } else {
            line("at least " + Units.time(bounds.min())
                    + (bounds.max() == null ? ", not bounded above" : ", at most " + Units.time(bounds.max())));
            line("by " + bounds.basis());
            long stops = report.end().totals().checkpoints();
            if (stops > 1) {
                line("on average at least " + Units.time(bounds.min() / stops) + " for each of " + stops + " epochs");
            }
        }
        boolean epochs = report.epochs() != null;
        List<String> steps = new ArrayList<>();
        if (!epochs) {
            step(steps, "final pass", parts.finalPassNs());
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
        sheet.sentence(line);
    }
}
