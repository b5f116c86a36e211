package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.EpochSum;
import io.xenscope.dissect.analysis.Excerpt;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.RoundLine;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.RoundEnd;
import java.util.ArrayList;
import java.util.List;

/** The tables of rounds and epochs. */
final class RoundsText {

    private static final String INDENT = "  ";

    private final Report report;
    private final StringBuilder text;

    RoundsText(Report report, StringBuilder text) {
        this.report = report;
        this.text = text;
    }

    void write() {
        if (report.rounds().total() > 0) {
            rounds();
        }
        if (report.epochs() != null) {
            epochs(report.epochs());
        }
    }

    private void rounds() {
        boolean watched = report.way() != null;
        text.append("\nRounds\n");
        TextTable table = new TextTable("rlrrrrr" + (report.isTimed() ? "rrrr" : "") + (watched ? "l" : ""));
        List<String> head = new ArrayList<>(List.of("#", "kind", "pages", "resent", "unchanged", "zero", "octets"));
        if (report.isTimed()) {
            head.addAll(List.of("begins", "takes", "sent", "dirtied"));
        }
        if (watched) {
            head.add("held up by");
        }
        table.row(head);
        Excerpt<RoundLine> rounds = report.rounds();
        // Rounds of later epochs are the epochs.
        boolean epochs = report.epochs() != null;
        rounds.head().forEach(round -> row(table, round, watched, epochs));
        if (rounds.leftOut() > 0 && !epochs) {
            table.note("… " + rounds.leftOut() + " more …");
        }
        rounds.tail().forEach(round -> row(table, round, watched, epochs));
        table.write(text, INDENT);
    }

    private void row(TextTable table, RoundLine line, boolean watched, boolean epochs) {
        RoundEnd round = line.round();
        if (epochs && round.kind().equals("checkpoint")) {
            return;
        }
        List<String> cells = new ArrayList<>(List.of(
                Long.toString(round.index()),
                round.kind() + (round.boundaryCertain() ? "" : "?"),
                Long.toString(round.pages()),
                Long.toString(round.resentPages()),
                line.comparedPages() == 0 && round.resentPages() > 0
                        ? Units.UNKNOWN
                        : Long.toString(line.unchangedPages()),
                round.zeroPages() == null ? Units.UNKNOWN : round.zeroPages().toString(),
                Units.octets(round.bytes())));
        if (report.isTimed()) {
            cells.addAll(List.of(
                    Units.time(line.startNs()),
                    Units.time(round.durationNs()),
                    Units.perSecond(round.bytesPerSecond()),
                    Units.pagesPerSecond(round.dirtyPagesPerSecond())));
        }
        if (watched) {
            cells.add(HeldUp.briefly(line.way()));
        }
        table.row(cells);
    }

    private void epochs(EpochSum sum) {
        text.append("\nEpochs\n");
        TextTable table = new TextTable("rrrrr");
        table.row("#", "interval", "pages", "octets", "of raw");
        sum.epochs().head().forEach(epoch -> epoch(table, epoch));
        if (sum.epochs().leftOut() > 0) {
            table.note("… " + sum.epochs().leftOut() + " more …");
        }
        sum.epochs().tail().forEach(epoch -> epoch(table, epoch));
        table.write(text, INDENT);
        if (sum.intervalMeanNs() != null) {
            Paragraph.write(
                    "interval " + Units.time(sum.intervalMeanNs()) + " on average, from "
                            + Units.time(sum.intervalMinNs()) + " to " + Units.time(sum.intervalMaxNs()),
                    text);
        }
        if (sum.rawBytes() > 0) {
            Paragraph.write(
                    "behind the first epoch " + Units.count(sum.pages(), "page") + " in "
                            + Units.octets(sum.wireBytes()) + ", "
                            + Units.share((double) sum.wireBytes() / sum.rawBytes()) + " of their size",
                    text);
        }
        String when = sum.lastTimeNs() == null ? "" : ", " + Units.time(sum.lastTimeNs()) + " after the first octet";
        Paragraph.write(
                "a failover would restore epoch " + sum.epochs().total() + ", complete at offset " + sum.lastEnd()
                        + when + "; " + Units.count(sum.pagesBehind(), "page") + " sent behind it would be discarded",
                text);
    }

    private static void epoch(TextTable table, CheckpointEnd epoch) {
        table.row(
                Long.toString(epoch.epoch()),
                Units.time(epoch.intervalNs()),
                Long.toString(epoch.pages()),
                Units.octets(epoch.wireBytes()),
                epoch.rawBytes() == 0 ? Units.UNKNOWN : Units.share((double) epoch.wireBytes() / epoch.rawBytes()));
    }
}
