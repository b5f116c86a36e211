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

    private final Report report;
    private final Sheet sheet;

    RoundsText(Report report, Sheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    void rounds() {
        if (report.rounds().total() == 0) {
            return;
        }
        boolean watched = report.way() != null || report.end().totals().pace() != null;
        sheet.heading("Rounds");
        TextTable table = new TextTable("rlrrrrr" + (report.isTimed() ? "rrrr" : "") + (watched ? "l" : ""));
        List<String> head = new ArrayList<>(List.of("#", "kind", "pages", "resent", "unchanged", "zero", "octets"));
        if (report.isTimed()) {
            head.addAll(List.of("begins", "takes", "sent", "dirtied"));
        }
        if (watched) {
            head.add("held up by");
        }
        table.head(head);
        Excerpt<RoundLine> rounds = report.rounds();
        // Rounds of later epochs are the epochs.
        boolean epochs = report.epochs() != null;
        rounds.head().forEach(round -> row(table, round, watched, epochs));
        if (rounds.leftOut() > 0 && !epochs) {
            table.note("… " + rounds.leftOut() + " more …");
        }
        rounds.tail().forEach(round -> row(table, round, watched, epochs));
        sheet.table(table);
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
            cells.add(HeldUp.briefly(line.way(), round.pace()));
        }
        table.row(cells);
    }

    void epochs() {
        EpochSum sum = report.epochs();
        if (sum == null) {
            return;
        }
        sheet.heading("Epochs");
        TextTable table = new TextTable("rrrrr");
        table.head(List.of("#", "interval", "pages", "octets", "of raw"));
        sum.epochs().head().forEach(epoch -> epoch(table, epoch));
        if (sum.epochs().leftOut() > 0) {
            table.note("… " + sum.epochs().leftOut() + " more …");
        }
        sum.epochs().tail().forEach(epoch -> epoch(table, epoch));
        sheet.table(table);
        if (sum.intervalMeanNs() != null) {
            sheet.sentence("interval " + Units.time(sum.intervalMeanNs()) + " on average, from "
                    + Units.time(sum.intervalMinNs()) + " to " + Units.time(sum.intervalMaxNs()));
        }
        if (sum.rawBytes() > 0) {
            sheet.sentence("behind the first epoch " + Units.count(sum.pages(), "page") + " in "
                    + Units.octets(sum.wireBytes()) + ", "
                    + Units.share((double) sum.wireBytes() / sum.rawBytes()) + " of their size");
        }
        String when = sum.lastTimeNs() == null ? "" : ", " + Units.time(sum.lastTimeNs()) + " after the first octet";
        sheet.sentence(
                "a failover would restore epoch " + sum.epochs().total() + ", complete at offset " + sum.lastEnd()
                        + when + "; " + Units.count(sum.pagesBehind(), "page") + " sent behind it would be discarded");
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
