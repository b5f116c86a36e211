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
import org.jspecify.annotations.Nullable;

/** How fast pages were dirtied and sent, round by round: a migration converges while sending is faster. */
final class RatesChart {

    private RatesChart() {}

    static void write(Report report, Markup to) {
        List<RoundEnd> rounds = RoundsChart.shown(report).stream()
                .map(RoundLine::round)
                .filter(round -> round.dirtyPagesPerSecond() != null)
                .toList();
        if (rounds.isEmpty()) {
            return;
        }
        double highest = rounds.stream()
                .mapToDouble(round -> Math.max(known(round.dirtyPagesPerSecond()), known(round.pagesPerSecond())))
                .max()
                .orElse(0);
        Scale x = Scale.counting(
                rounds.get(0).index() - 0.5,
                rounds.get(rounds.size() - 1).index() + 0.5,
                index -> Long.toString(Math.round(index)));
        Panel panel = new Panel("pages per second, by round", x, Scale.upTo(highest, Units::countMark));
        for (RoundEnd round : rounds) {
            String tip = "round " + round.index() + ": " + Units.pagesPerSecond(round.dirtyPagesPerSecond())
                    + " dirtied (at least), " + Units.pagesPerSecond(round.pagesPerSecond()) + " sent";
            double at = (double) round.index();
            panel.bar(at - 0.3, at, known(round.dirtyPagesPerSecond()), "s2", "", tip);
            panel.bar(at, at + 0.3, known(round.pagesPerSecond()), "s1", "", tip);
        }
        Figure.open(
                to,
                "Dirtied and sent",
                "pages of each round over the time since the round before began, and over the time they took.",
                List.of(new Colour("s2", "dirtied (at least)"), new Colour("s1", "sent")));
        panel.write(to);
        to.close().newLine();
    }

    private static double known(@Nullable Double rate) {
        return rate == null ? 0 : rate;
    }
}
