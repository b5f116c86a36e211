package io.xenscope.dissect;

import io.xenscope.dissect.memory.MemoryListener;
import org.jspecify.annotations.Nullable;

/**
 * What to look at beyond the framing.
 *
 * @param pageAnalysis look into page contents to count zero pages
 * @param hashPages remember a hash of every page to tell resent pages that did not change
 * @param limits what an input may cost
 * @param memory takes the contents of pages; null when nobody wants them
 */
public record DissectOptions(
        boolean pageAnalysis,
        boolean hashPages,
        Limits limits,
        @Nullable MemoryListener memory) {

    public static final DissectOptions DEFAULT = new DissectOptions(true, false, Limits.DEFAULT, null);
}
