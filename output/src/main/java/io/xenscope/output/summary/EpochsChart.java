package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.EpochGroup;
import io.xenscope.dissect.analysis.EpochSum;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.output.html.Figure;
import io.xenscope.output.html.Markup;
import io.xenscope.output.html.Panel;
import io.xenscope.output.html.Scale;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** Epochs behind the first: how long, how large, and how much smaller than their pages. */
final class EpochsChart {

    private static final double HALF = 0.5;

    private final List<EpochGroup> groups;
    private final Markup to;

    private EpochsChart(List<EpochGroup> groups, Markup to) {
        this.groups = groups;
        this.to = to;
    }

    static void write(Report report, Markup to) {
        EpochSum sum = report.epochs();
        if (sum != null && !sum.course().isEmpty()) {
            new EpochsChart(sum.course(), to).write(report.isTimed());
        }
    }

    private void write(boolean timed) {
        long each = groups.get(0).epochs();
        Figure.open(
                to,
                "Epochs",
                "by number, behind the first, which carries the whole guest"
                        + (each > 1 ? "; mean values of " + each + " epochs each" : "")
                        + (timed ? "." : "; the input has no times, so intervals are not known."),
                List.of());
        if (timed) {
            panel("interval", "s1", EpochsChart::interval, Units::timeMark);
        }
        panel("octets of an epoch", "s4", EpochsChart::octets, Units::octetsMark);
        panel("octets to size of the pages", "s2", EpochsChart::ratio, Units::share);
        to.close().newLine();
    }

    private void panel(String name, String series, ToDoubleFunction<EpochGroup> value, DoubleFunction<String> mark) {
        Scale x = Scale.counting(
                groups.get(0).first() - HALF,
                groups.get(groups.size() - 1).last() + HALF,
                epoch -> Long.toString(Math.round(epoch)));
        double highest = groups.stream().mapToDouble(value).max().orElse(0);
        Panel panel = new Panel(name, x, Scale.upTo(highest, mark));
        for (EpochGroup group : groups) {
            panel.bar(group.first() - HALF, group.last() + HALF, value.applyAsDouble(group), series, "", tip(group));
        }
        panel.write(to);
    }

    private static double interval(EpochGroup group) {
        return group.intervals() == 0 ? 0 : (double) group.intervalsNs() / group.intervals();
    }

    private static double octets(EpochGroup group) {
        return (double) group.wireBytes() / group.epochs();
    }

    private static double ratio(EpochGroup group) {
        return group.rawBytes() == 0 ? 0 : (double) group.wireBytes() / group.rawBytes();
    }

    private static String tip(EpochGroup group) {
        String which =
                group.epochs() == 1 ? "epoch " + group.first() : "epochs " + group.first() + " to " + group.last();
        String interval = group.intervals() == 0 ? "" : "interval " + Units.time((long) interval(group)) + ", ";
        String ratio = group.rawBytes() == 0 ? "" : ", " + Units.share(ratio(group)) + " of their size";
        return which + ": " + interval + Units.count(group.pages(), "page") + ", " + Units.octets(group.wireBytes())
                + ratio;
    }
}
