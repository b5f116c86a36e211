package io.xenscope.output.summary;

import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.Totals;
import io.xenscope.output.IpText;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a migration is and how it came out. */
final class HeadText {

    private final Report report;
    private final Sheet sheet;

    HeadText(Report report, Sheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    void write() {
        Totals totals = report.end().totals();
        sheet.line(title(report) + ends());
        sheet.line(report.end().outcome().text() + ": " + report.end().reason());
        String time = report.isTimed()
                ? " in " + Units.time(totals.durationNs()) + ", " + Units.perSecond(rate(totals)) + " on average, from "
                        + start(report)
                : "; the input has no times: rates, intervals and downtime are not known";
        sheet.line(Units.octets(totals.bytes()) + " (" + totals.bytes() + " octets)" + time);
        if (report.lostOctets() > 0) {
            sheet.line(report.lostOctets() + " octets were lost: sums are too low by what they held");
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
        return path != null ? path : report.end().totals().pace() == null ? "standard input" : "live";
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
}
