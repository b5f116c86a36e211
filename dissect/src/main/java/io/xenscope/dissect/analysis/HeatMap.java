package io.xenscope.dissect.analysis;

import java.util.List;

/**
 * How often the parts of the guest's memory were sent again, in rows of cells of equal size. Rows of which nothing was
 * sent are left out.
 *
 * @param pages of each cell
 * @param cells those of which pages were sent, in order of their PFNs
 */
public record HeatMap(long pages, List<HotRange> cells) {

    /** Cells in a row. */
    public static final int ROW = 64;

    /** Rows of which anything was sent, at most. */
    public static final int MOST_ROWS = 32;

    public HeatMap {
        cells = List.copyOf(cells);
    }

    /** The row a cell belongs to, counted from PFN 0. */
    public long row(HotRange cell) {
        return cell.first() / pages / ROW;
    }
}
