package io.xenscope.dissect;

/**
 * What to look at beyond the framing.
 *
 * @param pageAnalysis look into page contents to count zero pages
 * @param hashPages remember a hash of every page to tell resent pages that did not change
 * @param limits what an input may cost
 */
public record DissectOptions(boolean pageAnalysis, boolean hashPages, Limits limits) {

    public static final DissectOptions DEFAULT = new DissectOptions(true, false, Limits.DEFAULT);
}
