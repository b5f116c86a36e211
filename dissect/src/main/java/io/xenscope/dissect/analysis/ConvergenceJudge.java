package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.RoundEnd;
import org.jspecify.annotations.Nullable;

/** Follows the sizes of the passes over dirty pages. */
final class ConvergenceJudge {

    /** A last pass below this share of the first one counts as shrinking. */
    private static final double SMALLER = 0.75;

    private boolean firstPassSeen;
    private long passes;
    private long firstPages;
    private long lastPages;
    private @Nullable Double dirty;
    private @Nullable Double sent;

    void round(RoundEnd round) {
        if (!round.kind().equals("live") && !round.kind().equals("final")) {
            return;
        }
        if (!firstPassSeen) {
            firstPassSeen = true;
            return;
        }
        firstPages = passes == 0 ? round.pages() : firstPages;
        passes++;
        lastPages = round.pages();
        dirty = round.dirtyPagesPerSecond();
        sent = round.pagesPerSecond();
    }

    Convergence judgement() {
        return new Convergence(verdict(), passes, firstPages, lastPages, dirty, sent);
    }

    private Convergence.Verdict verdict() {
        if (passes == 0) {
            return Convergence.Verdict.NOTHING_TO_JUDGE;
        }
        if (lastPages < Convergence.THRESHOLD) {
            return Convergence.Verdict.CONVERGED;
        }
        return lastPages < SMALLER * firstPages ? Convergence.Verdict.SHRINKING : Convergence.Verdict.STANDING;
    }
}
