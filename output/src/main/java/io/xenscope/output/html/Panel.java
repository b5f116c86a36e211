package io.xenscope.output.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plot with two axes: bars, areas and lines. Colours are classes: {@code s1}, {@code s2} … are series.
 *
 * <pre>
 *  name
 *   mark ┤   ▄
 *   mark ┤ ▄ █ ▄
 *        └─┬───┬───
 * </pre>
 */
public final class Panel {

    static final double WIDTH = 760;
    static final double LEFT = 72;
    static final double RIGHT = 16;

    private static final double ACROSS = WIDTH - LEFT - RIGHT;
    private static final double TOP = 24;
    private static final double UP = 116;
    private static final double BOTTOM = 24;
    private static final double LEAST = 1.5;
    private static final double LETTER = 7;

    private final String name;
    private final Scale x;
    private final Scale y;
    private final List<Bar> bars = new ArrayList<>();
    private final List<Steps> steps = new ArrayList<>();
    private final List<Bar> tips = new ArrayList<>();

    private record Bar(double from, double to, double value, String series, String label, String tip) {}

    private record Steps(double from, double width, List<Double> values, String series, boolean filled) {}

    /** @param name what the values are, with their unit */
    public Panel(String name, Scale x, Scale y) {
        this.name = name;
        this.x = x;
        this.y = y;
    }

    /**
     * A bar over {@code [from, to]}.
     *
     * @param label stands above it when there is room; may be empty
     * @param tip what is told when it is pointed at
     */
    public Panel bar(double from, double to, double value, String series, String label, String tip) {
        bars.add(new Bar(from, to, value, series, label, tip));
        return this;
    }

    /** Values of spans that follow each other, each {@code width} wide. */
    public Panel steps(double from, double width, List<Double> values, String series, boolean filled) {
        steps.add(new Steps(from, width, List.copyOf(values), series, filled));
        return this;
    }

    /** What is told when anything over {@code [from, to]} is pointed at. */
    public Panel tip(double from, double to, String tip) {
        tips.add(new Bar(from, to, 0, "tip", "", tip));
        return this;
    }

    /** Draws it. */
    public void write(Markup to) {
        double height = TOP + UP + BOTTOM;
        to.open("svg", "viewBox", "0 0 " + number(WIDTH) + " " + number(height), "role", "img", "aria-label", name);
        to.element("text", name, "x", "0", "y", "12", "class", "name");
        axes(to);
        steps.forEach(some -> draw(some, to));
        double free = 0;
        for (Bar bar : bars) {
            free = draw(bar, free, to);
        }
        for (Bar tip : tips) {
            rect(tip, TOP, UP, 0, to);
        }
        to.close().newLine();
    }

    private void axes(Markup to) {
        for (double mark : y.marks()) {
            String at = number(up(mark));
            to.leaf(
                    "line",
                    "x1",
                    number(LEFT),
                    "x2",
                    number(WIDTH - RIGHT),
                    "y1",
                    at,
                    "y2",
                    at,
                    "class",
                    mark == 0 ? "axis" : "grid");
            to.element("text", y.label(mark), "x", number(LEFT - 6), "y", number(up(mark) + 4), "class", "mark end");
        }
        for (double mark : x.marks()) {
            String at = number(across(mark));
            to.leaf("line", "x1", at, "x2", at, "y1", number(TOP + UP), "y2", number(TOP + UP + 4), "class", "axis");
            to.element("text", x.label(mark), "x", at, "y", number(TOP + UP + 17), "class", "mark middle");
        }
    }

    private void draw(Steps some, Markup to) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < some.values.size(); i++) {
            String begin = number(across(some.from + i * some.width));
            String height = number(up(some.values.get(i)));
            if (i == 0) {
                path.append('M').append(begin).append(' ').append(some.filled ? number(TOP + UP) : height);
            }
            path.append('V').append(height).append('H').append(number(across(some.from + (i + 1) * some.width)));
        }
        if (some.filled) {
            path.append('V').append(number(TOP + UP)).append('Z');
        }
        to.leaf("path", "d", path.toString(), "class", (some.filled ? "area " : "line ") + some.series);
    }

    /** Returns where the next label may begin. */
    private double draw(Bar bar, double free, Markup to) {
        double top = up(bar.value);
        rect(bar, top, TOP + UP - top, 1, to);
        double middle = (across(bar.from) + across(bar.to)) / 2;
        double half = bar.label.length() * LETTER / 2;
        if (bar.label.isEmpty() || middle - half < free) {
            return free;
        }
        to.element("text", bar.label, "x", number(middle), "y", number(top - 4), "class", "mark middle");
        return middle + half + LETTER / 2;
    }

    private void rect(Bar bar, double top, double height, double gap, Markup to) {
        double begin = across(bar.from);
        double width = Math.max(LEAST, across(bar.to) - begin - gap);
        to.open(
                        "rect",
                        "x",
                        number(Math.min(begin, WIDTH - RIGHT - width)),
                        "y",
                        number(top),
                        "width",
                        number(width),
                        "height",
                        number(height),
                        "class",
                        bar.series)
                .element("title", bar.tip)
                .close();
    }

    private double across(double value) {
        return LEFT + ACROSS * x.share(value);
    }

    private double up(double value) {
        return TOP + UP * (1 - y.share(value));
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
