package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;
import io.xenscope.output.html.Markup;

/** One migration as a part of a page: all that its text says, with charts between. */
final class ReportPage {

    private ReportPage() {}

    static void write(Report report, Markup to) {
        Sheet sheet = new HtmlSheet(to);
        new HeadText(report, sheet).write();
        new EndText(report, sheet).write();
        TrafficChart.write(report, to);
        RoundsText rounds = new RoundsText(report, sheet);
        rounds.rounds();
        new RoundsChart(report).write(to);
        rounds.epochs();
        EpochsChart.write(report, to);
        SlownessText slowness = new SlownessText(report, sheet);
        slowness.speed();
        RatesChart.write(report, to);
        HeatChart.write(report, to);
        slowness.downtime();
        new CostText(report, sheet).write();
        new FindingsText(report, sheet).write(Integer.MAX_VALUE, true);
    }
}
