package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.CompressedSum;
import io.xenscope.dissect.analysis.CompressionEstimate;
import io.xenscope.dissect.analysis.PageCostSum;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.RoundLine;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Totals;

/** What a migration cost, and what of it was for nothing. */
final class CostText {

    private static final long PAGE = 4096;

    private final Report report;
    private final Sheet sheet;

    CostText(Report report, Sheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    void write() {
        Totals totals = report.end().totals();
        if (totals.pages() == 0) {
            return;
        }
        sheet.heading("Cost");
        line(Units.count(totals.pages(), "page") + " sent (" + Units.octets(totals.pages() * PAGE) + "), "
                + totals.distinctPfns() + " different ones (" + Units.octets(totals.distinctPfns() * PAGE) + ")");
        TextTable table = new TextTable("lrrl");
        part(table, "resent", totals.resentPages(), totals);
        PageCostSum pages = report.pages();
        if (pages != null && pages.comparedPages() > 0) {
            part(table, "of these unchanged", pages.unchangedPages(), totals);
        }
        Long zero = totals.zeroPages();
        if (zero != null) {
            part(table, "zero", zero, totals);
        }
        long verify = report.rounds()
                .kept()
                .map(RoundLine::round)
                .filter(round -> round.kind().equals("verify"))
                .mapToLong(RoundEnd::pages)
                .sum();
        if (verify > 0) {
            part(table, "of all these in the verify pass", verify, totals);
        }
        long other = totals.bytes() - totals.pages() * PAGE;
        if (other > 0 && totals.checkpoints() == 0) {
            table.row(
                    "beside the pages",
                    "",
                    Units.octets(other),
                    Units.share((double) other / totals.bytes()) + " of all octets");
        }
        sheet.table(table);
        compressed(report.compressed());
        if (pages != null && pages.notKeptPages() > 0) {
            line(pages.notKeptPages() + " pages were not compared: the guest is too large to remember all");
        }
        if (pages != null) {
            compression(pages.sample());
        }
    }

    private void compressed(CompressedSum sum) {
        if (sum.pages() > 0) {
            line(Units.count(sum.pages(), "page") + " travelled compressed, in " + Units.octets(sum.wireBytes())
                    + " instead of " + Units.octets(sum.pages() * PAGE) + ": " + sum.full() + " whole, " + sum.delta()
                    + " as differences, " + sum.empty() + " although unchanged");
        }
    }

    private static void part(TextTable table, String name, long pages, Totals totals) {
        table.row(
                name,
                pages + " pages",
                Units.octets(pages * PAGE),
                Units.share((double) pages / totals.pages()) + " of the pages");
    }

    private void compression(CompressionEstimate sample) {
        if (sample.pages() == 0) {
            return;
        }
        line("LZ4 would have saved " + Units.share(sample.compressionSaves()) + " of the page data (sample: "
                + Units.count(sample.pages(), "page") + ")");
        if (sample.resentPages() > 0) {
            line("sending differences would have saved " + Units.share(sample.deltaSaves())
                    + " of the resent pages (sample: " + sample.resentPages() + ")");
        }
    }

    private void line(String line) {
        sheet.sentence(line);
    }
}
