package io.xenscope.dissect.legacy;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.migration.PageBatch.Pass;

/**
 * Tells where the sender began a new pass over memory, which nothing marks (legacy-stream specification 1.3). From 3.3
 * on PFNs ascend within a pass; before, they come in a fixed permutation, so that only a PFN that came before in the
 * same pass tells.
 */
final class PassOrder {

    private final PfnSet inPass = new PfnSet();
    private boolean permuted;
    private boolean underWay;
    private long last = -1;

    /** A batch lists these PFNs, absent pages left out. */
    Pass batch(long[] pfns, int count) {
        if (count == 0) {
            return Pass.CONTINUES;
        }
        for (int i = 1; i < count && !permuted; i++) {
            permuted = pfns[i] < pfns[i - 1];
        }
        boolean begins = underWay && (permuted ? repeats(pfns, count) : pfns[0] <= last);
        if (begins) {
            inPass.clear();
        }
        if (permuted) {
            for (int i = 0; i < count; i++) {
                inPass.add(pfns[i]);
            }
        }
        underWay = true;
        last = pfns[count - 1];
        return begins ? Pass.BEGINS : Pass.CONTINUES;
    }

    private boolean repeats(long[] pfns, int count) {
        for (int i = 0; i < count; i++) {
            if (inPass.contains(pfns[i])) {
                return true;
            }
        }
        return false;
    }

    /** True for the order of senders up to 3.2. */
    boolean isPermuted() {
        return permuted;
    }

    /** A chunk that is no batch ends the pass. */
    void ends() {
        underWay = false;
        last = -1;
        inPass.clear();
    }
}
