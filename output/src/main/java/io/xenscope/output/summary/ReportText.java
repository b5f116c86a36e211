package io.xenscope.output.summary;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.analysis.FindingCount;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.Triage;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.Totals;
import io.xenscope.output.IpText;
import io.xenscope.output.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One migration on about a screen: what it is, why it was slow, what it cost, why it failed. */
public final class ReportText {

    private static final int MOST_CODES = 12;
    private static final String INDENT = "  ";

    private final Report report;
    private final StringBuilder text = new StringBuilder(4096);

    private ReportText(Report report) {
        this.report = report;
    }

    /** The text, in whole lines. */
    public static String of(Report report) {
        return new ReportText(report).write();
    }

    private String write() {
        head();
        new RoundsText(report, text).write();
        new SlownessText(report, text).write();
        new CostText(report, text).write();
        triage();
        findings();
        return text.toString();
    }

    private void head() {
        Totals totals = report.end().totals();
        line(name(report));
        line(title(report) + ends());
        line(report.end().outcome().text() + ": " + report.end().reason());
        String time = report.isTimed()
                ? " in " + Units.time(totals.durationNs()) + ", " + Units.perSecond(rate(totals)) + " on average, from "
                        + start(report)
                : "; the input has no times: rates, intervals and downtime are not known";
        line(Units.octets(totals.bytes()) + " (" + totals.bytes() + " octets)" + time);
        if (report.lostOctets() > 0) {
            line(report.lostOctets() + " octets were lost: sums are too low by what they held");
        }
    }

    private static String start(Report report) {
        Long start = report.startNs();
        return start == null
                ? Units.UNKNOWN
                : Instant.ofEpochMilli(Math.floorDiv(start, 1_000_000L)).toString();
    }

    static double rate(Totals totals) {
        Long time = totals.durationNs();
        return time == null || time == 0 ? 0 : totals.bytes() * 1e9 / time;
    }

    /** The file, or what stands for it. */
    static String name(Report report) {
        String path = report.origin().filePath();
        return path == null ? "standard input" : path;
    }

    private static String title(Report report) {
        MigrationInfo info = report.end().migration();
        String mode = info.mode().equals("save")
                ? "saved image"
                : info.mode().equals("unknown") ? "migration" : info.mode() + " migration";
        String domain = info.domainName() == null ? "" : " of '" + info.domainName() + "'";
        String what = Stream.of(
                        info.guest().equals("unknown") ? null : info.guest() + " guest",
                        info.format(),
                        info.xenVersion() == null ? null : "Xen " + info.xenVersion())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        String by = info.toolstack().equals("unknown") || info.toolstack().equals(info.carrier())
                ? ", " + info.carrier()
                : ", " + info.toolstack() + " over " + info.carrier();
        return mode + domain + (what.isEmpty() ? "" : " (" + what + ")") + by;
    }

    private String ends() {
        Endpoint source = report.origin().source();
        Endpoint destination = report.origin().destination();
        return source == null || destination == null ? "" : ", " + IpText.of(source) + " → " + IpText.of(destination);
    }

    private void triage() {
        Triage triage = report.triage();
        if (triage == null) {
            return;
        }
        line("");
        line("Why it ended");
        indented(triage.end());
        String closing = triage.closing();
        indented(closing == null ? "who closed is not known" : closing);
        indented("the receiver had said: " + triage.otherSide());
        for (Triage.Cause cause : triage.causes()) {
            String back = cause.direction() == Direction.BACK ? "back:" : "";
            indented("likely: " + cause.text() + " [" + back + cause.offset() + "]");
        }
        if (triage.causes().isEmpty()) {
            indented("nothing seen points to a cause");
        }
    }

    private void findings() {
        Totals totals = report.end().totals();
        line("");
        line("Findings: " + Units.count(totals.errors(), "error") + ", " + Units.count(totals.warnings(), "warning")
                + ", " + Units.count(totals.notes(), "note"));
        List<FindingCount> sorted = report.findings().stream()
                .sorted((a, b) -> b.severity().compareTo(a.severity()))
                .toList();
        TextTable table = new TextTable("llrl");
        for (FindingCount finding : sorted.subList(0, Math.min(MOST_CODES, sorted.size()))) {
            String back = finding.direction() == Direction.BACK ? "back:" : "";
            table.row(
                    finding.severity().text(),
                    finding.code(),
                    "×" + finding.count(),
                    finding.title() + ", first at " + back + finding.offset());
        }
        long told = sorted.stream().mapToLong(FindingCount::count).sum();
        long all = totals.errors() + totals.warnings() + totals.notes();
        if (all > told) {
            table.note("and " + (all - told) + " more of these codes, which were counted only");
        }
        if (sorted.size() > MOST_CODES) {
            table.note("and " + (sorted.size() - MOST_CODES) + " more codes; 'xenscope verify' lists all");
        }
        table.write(text, INDENT);
    }

    private void line(String line) {
        text.append(Texts.printable(Texts.clean(line, Integer.MAX_VALUE)).stripTrailing())
                .append('\n');
    }

    private void indented(String line) {
        Paragraph.write(Texts.printable(Texts.clean(line, Integer.MAX_VALUE)), text);
    }
}
