package io.xenscope.output.html;

import java.util.ArrayList;
import java.util.List;

/** Coloured cells in rows, each row with a name. */
public final class Grid {

    private static final double HEIGHT = 15;
    private static final double LEFT = 96;
    private static final double WIDEST = 40;

    private final String name;
    private final List<String> rows = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    private record Cell(int row, int column, String colour, String tip) {}

    /** @param name what is shown, for those who cannot see it */
    public Grid(String name) {
        this.name = name;
    }

    /** Begins a row. */
    public Grid row(String rowName) {
        rows.add(rowName);
        return this;
    }

    /** A cell in the row begun last. */
    public Grid cell(int column, String colour, String tip) {
        cells.add(new Cell(rows.size() - 1, column, colour, tip));
        return this;
    }

    /** Draws it. */
    public void write(Markup to) {
        int columns = 1 + cells.stream().mapToInt(Cell::column).max().orElse(0);
        double width = Math.min(WIDEST, (Panel.WIDTH - LEFT - Panel.RIGHT) / columns);
        String box = "0 0 " + Panel.number(Panel.WIDTH) + " " + Panel.number(rows.size() * HEIGHT + 4);
        to.open("svg", "viewBox", box, "role", "img", "aria-label", name);
        for (int i = 0; i < rows.size(); i++) {
            to.element(
                    "text",
                    rows.get(i),
                    "x",
                    Panel.number(LEFT - 6),
                    "y",
                    Panel.number(i * HEIGHT + 12),
                    "class",
                    "mark end");
        }
        for (Cell cell : cells) {
            to.open(
                            "rect",
                            "x",
                            Panel.number(LEFT + cell.column * width),
                            "y",
                            Panel.number(cell.row * HEIGHT + 1),
                            "width",
                            Panel.number(width - 1),
                            "height",
                            Panel.number(HEIGHT - 2),
                            "class",
                            cell.colour)
                    .element("title", cell.tip)
                    .close();
        }
        to.close().newLine();
    }
}
