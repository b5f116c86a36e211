package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.RoundLine;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.output.html.Figure;
import io.xenscope.output.html.Figure.Colour;
import io.xenscope.output.html.Markup;
import io.xenscope.output.html.Panel;
import io.xenscope.output.html.Scale;
import java.util.List;
import java.util.stream.Stream;

/** Rounds as bars: how wide tells how long they took, or how much they sent when the input has no times. */
final class RoundsChart {

    private static final List<String> KINDS = List.of("live", "final", "verify", "checkpoint");

    private final Report report;
    private final List<RoundLine> lines;

    RoundsChart(Report report) {
        this.report = report;
        this.lines = shown(report);
    }

    /** The rounds charts show: rounds of later epochs are the epochs. */
    static List<RoundLine> shown(Report report) {
        boolean epochs = report.epochs() != null;
        return report.rounds()
                .kept()
                .filter(line -> !epochs || !line.round().kind().equals("checkpoint"))
                .filter(line -> !report.isTimed() || line.startNs() != null)
                .toList();
    }

    void write(Markup to) {
        if (lines.isEmpty()) {
            return;
        }
        boolean timed = report.isTimed();
        double end = 0;
        double pages = 0;
        double rate = 0;
        for (RoundLine line : lines) {
            RoundEnd round = line.round();
            end = timed ? Math.max(end, begins(line, 0) + takes(round)) : end + round.bytes();
            pages = Math.max(pages, (double) round.pages());
            rate = Math.max(rate, rate(round));
        }
        Scale x = timed ? Scale.across(0, end, Units::timeMark) : Scale.across(0, end, Units::octetsMark);
        Panel amounts = new Panel("pages of each round", x, Scale.upTo(pages, Units::countMark));
        Panel rates = new Panel("octets per second of each round", x, Scale.upTo(rate, Units::octetsMark));
        double at = 0;
        for (RoundLine line : lines) {
            RoundEnd round = line.round();
            double begins = begins(line, at);
            at = begins + takes(round);
            String series = "s" + (1 + Math.max(0, KINDS.indexOf(round.kind())));
            String label = Long.toString(round.index());
            amounts.bar(begins, at, (double) round.pages(), series, label, tip(line));
            rates.bar(begins, at, rate(round), series, label, tip(line));
        }
        Figure.open(to, "Rounds", note(), keys());
        amounts.write(to);
        if (timed) {
            rates.write(to);
        }
        to.close().newLine();
    }

    private double begins(RoundLine line, double before) {
        Long start = line.startNs();
        return report.isTimed() ? start == null ? 0 : Math.max(0, start) : before;
    }

    private double takes(RoundEnd round) {
        Long duration = round.durationNs();
        return report.isTimed() ? duration == null ? 0 : duration : round.bytes();
    }

    private static double rate(RoundEnd round) {
        Double rate = round.bytesPerSecond();
        return rate == null ? 0 : rate;
    }

    private String note() {
        String order = report.isTimed()
                ? "over the time since the first octet."
                : "one behind the other, as wide as their octets: the input has no times.";
        long leftOut = report.epochs() == null ? report.rounds().leftOut() : 0;
        return order + (leftOut > 0 ? " " + leftOut + " rounds in the middle are not drawn." : "");
    }

    private List<Colour> keys() {
        List<String> kinds =
                lines.stream().map(line -> line.round().kind()).distinct().toList();
        Stream<Colour> keys =
                KINDS.stream().filter(kinds::contains).map(kind -> new Colour("s" + (1 + KINDS.indexOf(kind)), kind));
        return kinds.size() < 2 ? List.of() : keys.toList();
    }

    private String tip(RoundLine line) {
        RoundEnd round = line.round();
        String what = "round " + round.index() + " (" + round.kind() + "): " + Units.count(round.pages(), "page") + ", "
                + round.resentPages() + " resent, " + Units.octets(round.bytes());
        return report.isTimed()
                ? what + "; begins at " + Units.time(line.startNs()) + ", takes " + Units.time(round.durationNs())
                        + ", " + Units.perSecond(round.bytesPerSecond())
                : what;
    }
}
