package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Course;
import io.xenscope.dissect.analysis.Course.Span;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.output.html.Figure;
import io.xenscope.output.html.Figure.Colour;
import io.xenscope.output.html.Markup;
import io.xenscope.output.html.Panel;
import io.xenscope.output.html.Scale;
import java.util.List;
import java.util.function.ToLongFunction;

/** What was sent: octets over time, and pages over the stream. */
final class TrafficChart {

    private static final double SECOND = 1e9;

    private TrafficChart() {}

    static void write(Report report, Markup to) {
        Course byTime = report.byTime();
        if (byTime != null && !byTime.spans().isEmpty()) {
            overTime(byTime, to);
        }
        if (byTime == null || report.end().totals().pages() > 0) {
            overStream(report, to);
        }
    }

    private static void overTime(Course course, Markup to) {
        double perSecond = SECOND / course.width();
        List<Double> rates =
                course.spans().stream().map(span -> span.octets() * perSecond).toList();
        double end = course.from() + (double) course.width() * rates.size();
        Panel panel = new Panel(
                        "octets per second",
                        Scale.across(0, end, Units::timeMark),
                        Scale.upTo(highest(rates), Units::octetsMark))
                .steps((double) course.from(), (double) course.width(), rates, "s1", true);
        for (int i = 0; i < rates.size(); i++) {
            double at = course.from() + (double) course.width() * i;
            Span span = course.spans().get(i);
            panel.tip(
                    at,
                    at + course.width(),
                    Units.time((long) at) + ": " + Units.perSecond(rates.get(i)) + ", " + Units.octets(span.octets())
                            + ", " + Units.count(span.pages(), "page"));
        }
        Figure.open(
                to,
                "Throughput",
                "of the sender, in spans of " + Units.time(course.width())
                        + "; the octets of a record are spread over the time since the record before.",
                List.of());
        panel.write(to);
        to.close().newLine();
    }

    private static void overStream(Report report, Markup to) {
        Course course = report.byOffset();
        List<Double> pages = values(course, Span::pages);
        if (highest(pages) == 0) {
            return;
        }
        double end = (double) course.width() * pages.size();
        Panel panel = new Panel(
                        "pages", Scale.across(0, end, Units::octetsMark), Scale.upTo(highest(pages), Units::countMark))
                .steps(0, (double) course.width(), pages, "s4", true)
                .steps(0, (double) course.width(), values(course, Span::zeroPages), "s3", false)
                .steps(0, (double) course.width(), values(course, Span::resentPages), "s2", false);
        for (int i = 0; i < pages.size(); i++) {
            Span span = course.spans().get(i);
            double at = (double) course.width() * i;
            panel.tip(
                    at,
                    at + course.width(),
                    "offset " + (long) at + ": " + Units.count(span.pages(), "page") + ", " + span.resentPages()
                            + " resent, " + span.zeroPages() + " zero; " + Units.octets(span.octets()));
        }
        Figure.open(
                to,
                "Pages over the stream",
                "by offset, in spans of " + Units.octets(course.width())
                        + (report.isTimed() ? "." : "; the input has no times, so there is no throughput."),
                List.of(
                        new Colour("s4", "all"),
                        new Colour("s3", "of these zero"),
                        new Colour("s2", "of these resent")));
        panel.write(to);
        to.close().newLine();
    }

    private static List<Double> values(Course course, ToLongFunction<Span> value) {
        return course.spans().stream()
                .map(span -> (double) value.applyAsLong(span))
                .toList();
    }

    private static double highest(List<Double> values) {
        double highest = 0;
        for (double value : values) {
            highest = Math.max(highest, value);
        }
        return highest;
    }
}
