package io.xenscope.dissect.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.analysis.Convergence.Verdict;
import io.xenscope.dissect.event.RoundEnd;
import org.junit.jupiter.api.Test;

/** Whether passes get smaller, and what is to be expected of the last one. */
class ConvergenceTest {

    private static final long SECOND = 1_000_000_000L;

    private static RoundEnd round(String kind, long pages, Double dirty) {
        return new RoundEnd(
                0, kind, true, pages, pages, 0, 0L, pages * 4104, SECOND, pages * 4104.0, (double) pages, dirty, null);
    }

    private static Convergence judge(long... pages) {
        ConvergenceJudge judge = new ConvergenceJudge();
        judge.round(round("live", 4096, null));
        for (int i = 0; i < pages.length; i++) {
            judge.round(round(i == pages.length - 1 ? "final" : "live", pages[i], (double) pages[i]));
        }
        judge.round(round("verify", 4096, null));
        judge.round(round("checkpoint", 3, null));
        return judge.judgement();
    }

    @Test
    void passesSayWhetherSendingIsFastEnough() {
        assertThat(judge().verdict()).isEqualTo(Verdict.NOTHING_TO_JUDGE);
        assertThat(judge(400, 400, 400).verdict()).isEqualTo(Verdict.STANDING);
        assertThat(judge(400, 200, 100).verdict()).isEqualTo(Verdict.SHRINKING);
        assertThat(judge(400, 120, 49).verdict()).isEqualTo(Verdict.CONVERGED);
        assertThat(judge(400, 120, 50).verdict()).isEqualTo(Verdict.SHRINKING);
        Convergence judged = judge(400, 300);
        assertThat(judged.passes()).isEqualTo(2);
        assertThat(judged.firstPages()).isEqualTo(400);
        assertThat(judged.dirtyPagesPerSecond()).isEqualTo(300);
    }

    @Test
    void theLastLivePassPredictsTheFinalOne() {
        StandstillClock clock = new StandstillClock();
        clock.round(round("live", 400, 200.0), 10 * SECOND);
        clock.round(round("final", 180, 180.0), 12 * SECOND);
        Standstill standstill = clock.standstill(true);
        assertThat(standstill.predictedPages()).isEqualTo(200);
        assertThat(standstill.predictedPassNs()).isEqualTo(SECOND / 2);
        assertThat(standstill.finalPassNs()).isEqualTo(SECOND);
        assertThat(clock.standstill(false).isUnknown()).isTrue();
    }
}
