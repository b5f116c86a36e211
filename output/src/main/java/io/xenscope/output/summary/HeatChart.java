package io.xenscope.output.summary;

import io.xenscope.dissect.analysis.HeatMap;
import io.xenscope.dissect.analysis.HotRange;
import io.xenscope.dissect.analysis.PageCostSum;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.output.html.Figure;
import io.xenscope.output.html.Figure.Colour;
import io.xenscope.output.html.Grid;
import io.xenscope.output.html.Markup;
import java.util.ArrayList;
import java.util.List;

/** Which parts of the guest's memory were sent again, and how often. */
final class HeatChart {

    private static final int COLOURS = 5;
    private static final long PAGE = 4096;

    private final HeatMap map;

    /** Resendings of a page up to which each colour reaches. */
    private final double[] reach = new double[COLOURS];

    private HeatChart(HeatMap map) {
        this.map = map;
        double most = map.cells().stream().mapToDouble(HotRange::perPage).max().orElse(0);
        for (int i = 0; i < COLOURS; i++) {
            double share = (i + 1.0) / COLOURS;
            // Of few resendings each colour is as many more, of many as many times more.
            reach[i] = most > COLOURS * 2 ? Math.pow(most, share) : most * share;
        }
    }

    static void write(Report report, Markup to) {
        PageCostSum pages = report.pages();
        if (pages != null && !pages.heat().cells().isEmpty()) {
            new HeatChart(pages.heat()).write(to);
        }
    }

    private void write(Markup to) {
        Grid grid = new Grid("resendings by PFN");
        long before = -1;
        for (HotRange cell : map.cells()) {
            long row = map.row(cell);
            if (row != before) {
                grid.row(Units.hex(row * HeatMap.ROW * map.pages()));
                before = row;
            }
            grid.cell(
                    (int) (cell.first() / map.pages() % HeatMap.ROW),
                    "h" + colour(cell),
                    "PFN " + Units.hex(cell.first()) + " to " + Units.hex(cell.last()) + ": " + cell.resent()
                            + " resent, " + Units.ratio(cell.perPage()) + " times a page");
        }
        Figure.open(
                to,
                "Heat map",
                "of the guest's memory: times a page was sent again, on average. Each cell is " + map.pages()
                        + " pages (" + Units.octetsMark(map.pages() * (double) PAGE)
                        + "); the first PFN of each row is on the left, rows of which nothing was sent are left out.",
                keys());
        grid.write(to);
        to.close().newLine();
    }

    private int colour(HotRange cell) {
        if (cell.resent() == 0) {
            return 0;
        }
        for (int i = 0; i < COLOURS - 1; i++) {
            if (cell.perPage() <= reach[i]) {
                return i + 1;
            }
        }
        return COLOURS;
    }

    private List<Colour> keys() {
        List<Colour> keys = new ArrayList<>(List.of(new Colour("h0", "sent once")));
        for (int i = 0; i < COLOURS && reach[COLOURS - 1] > 0; i++) {
            keys.add(new Colour("h" + (i + 1), "up to " + (reach[i] < 0.1 ? "0.1" : Units.ratio(reach[i]))));
        }
        return keys;
    }
}
