package io.xenscope.samples;

import io.xenscope.samples.scenario.DirtyPlan;
import io.xenscope.samples.scenario.Mode;

/** Finds the guest size or the number of rounds that gives a stream of about the wanted length. */
final class StreamSize {
    private static final double PAGE = 4096 + 8;

    private StreamSize() {}

    /** Guest pages for {@code octets} with the given passes. */
    static long pages(long octets, Mode mode, DirtyPlan dirty, int rounds, int checkpoints) {
        double factor = mode == Mode.DEBUG ? 2 : 1;
        double fixed = 0;
        for (int i = 0; i < dirtyPasses(mode, rounds, checkpoints); i++) {
            double amount = dirty.amount(i);
            factor += amount < 1 ? amount : 0;
            fixed += amount < 1 ? 0 : amount;
        }
        return Math.max(64, Math.round((octets / PAGE - fixed) / factor));
    }

    /** Rounds (live passes, or checkpoints in a checkpointed mode) for {@code octets} with a guest of this size. */
    static int passes(long octets, Mode mode, DirtyPlan dirty, int rounds, long pages) {
        double left = octets / PAGE - pages * (mode == Mode.DEBUG ? 2 : 1);
        int fixedPasses = mode.checkpointed() ? rounds + 1 : 1;
        for (int i = 0; i < fixedPasses; i++) {
            left -= dirty.pages(i, pages);
        }
        int passes = 0;
        while (left > 0 && passes < Integer.MAX_VALUE) {
            long dirtied = dirty.pages(fixedPasses + passes, pages);
            if (dirtied == 0) {
                break;
            }
            left -= dirtied;
            passes++;
        }
        return mode.checkpointed() ? passes + 1 : passes;
    }

    private static int dirtyPasses(Mode mode, int rounds, int checkpoints) {
        return switch (mode) {
            case SAVE -> 0;
            case LIVE, DEBUG -> rounds + 1;
            case REMUS, COLO -> rounds + checkpoints;
        };
    }
}
