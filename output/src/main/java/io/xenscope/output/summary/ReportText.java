package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.Report;

/** One migration on about a screen: what it is, why it was slow, what it cost, why it failed. */
final class ReportText {

    private static final int MOST_CODES = 12;

    private ReportText() {}

    /** The text, in whole lines. */
    static String of(Report report) {
        Sheet sheet = new TextSheet("  ");
        sheet.line(HeadText.name(report));
        new HeadText(report, sheet).write();
        RoundsText rounds = new RoundsText(report, sheet);
        rounds.rounds();
        rounds.epochs();
        SlownessText slowness = new SlownessText(report, sheet);
        slowness.speed();
        slowness.downtime();
        new CostText(report, sheet).write();
        new EndText(report, sheet).write();
        new FindingsText(report, sheet).write(MOST_CODES, false);
        return sheet.toString();
    }
}
