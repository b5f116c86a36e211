package io.xenscope.samples.scenario;

import java.util.List;

/**
 * How much the guest dirties before each pass behind the first one. The last amount holds for all further passes.
 *
 * @param amounts below 1: fraction of the guest's RAM; from 1 on: number of pages
 */
public record DirtyPlan(List<Double> amounts) {
    /** Checks that there is an amount and none is negative. */
    public DirtyPlan {
        amounts = List.copyOf(amounts);
        if (amounts.isEmpty() || amounts.stream().anyMatch(a -> !(a >= 0))) {
            throw new IllegalArgumentException("dirty amounts must be numbers from 0 on: " + amounts);
        }
    }

    /** A plan of these amounts. */
    public static DirtyPlan of(Double... amounts) {
        return new DirtyPlan(List.of(amounts));
    }

    /** Amount before dirty pass {@code index}, counted from 0. */
    public double amount(int index) {
        return amounts.get(Math.min(index, amounts.size() - 1));
    }

    /** Pages dirtied before dirty pass {@code index} by a guest with {@code ram} pages, never more than these. */
    public long pages(int index, long ram) {
        double amount = amount(index);
        return Math.min(ram, Math.round(amount < 1 ? amount * ram : amount));
    }
}
