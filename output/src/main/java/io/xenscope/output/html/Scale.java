package io.xenscope.output.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Values along an axis, with marks at round ones. */
public final class Scale {

    private static final double[] ROUND = {1, 2, 5, 10};
    private static final int MOST_MARKS = 20;

    private final double from;
    private final double to;
    private final double step;
    private final DoubleFunction<String> label;

    private Scale(double from, double to, double step, DoubleFunction<String> label) {
        this.from = from;
        this.to = to;
        this.step = step;
        this.label = label;
    }

    /** From {@code from} to exactly {@code to}, with some seven marks. */
    public static Scale across(double from, double to, DoubleFunction<String> label) {
        double end = to > from ? to : from + 1;
        return new Scale(from, end, step((end - from) / 7, 0), label);
    }

    /** As {@link #across}, for things that are counted: marks at whole numbers only. */
    public static Scale counting(double from, double to, DoubleFunction<String> label) {
        double end = to > from ? to : from + 1;
        return new Scale(from, end, step((end - from) / 12, 1), label);
    }

    /** From 0 up to the first mark that is not below {@code highest}, with some four marks. */
    public static Scale upTo(double highest, DoubleFunction<String> label) {
        double end = highest > 0 ? highest : 1;
        double step = step(end / 4, 0);
        return new Scale(0, Math.ceil(end / step - 1e-9) * step, step, label);
    }

    private static double step(double atLeast, double smallest) {
        double wanted = Math.max(atLeast, smallest);
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (double round : ROUND) {
            if (round * power >= wanted * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }

    /** Where {@code value} lies between the ends, 0 to 1. */
    double share(double value) {
        return Math.max(0, Math.min(1, (value - from) / (to - from)));
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        double first = Math.ceil(from / step - 1e-9);
        for (int i = 0; i < MOST_MARKS && (first + i) * step <= to + step * 1e-9; i++) {
            marks.add((first + i) * step);
        }
        return marks;
    }

    String label(double value) {
        return label.apply(value);
    }
}
