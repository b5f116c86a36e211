package io.xenscope.dissect;

import io.xenscope.dissect.memory.MemoryListener;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What to look at beyond the framing.
 *
 * @param pageAnalysis look into page contents to count zero pages
 * @param hashPages remember a hash of every page to tell resent pages that did not change
 * @param limits what an input may cost
 * @param memory takes the contents of pages; null when nobody wants them
 * @param depth how far into the guest's state
 * @param stateFindings judge the guest's state, too, where it is looked into: whether the hypervisor would take it
 * @param attentive asked for each batch; while it says no, no page is looked into, whatever else is wanted
 * @param decompression for streams that are compressed inside a connection; null when there is none
 */
public record DissectOptions(
        boolean pageAnalysis,
        boolean hashPages,
        Limits limits,
        @Nullable MemoryListener memory,
        Depth depth,
        boolean stateFindings,
        BooleanSupplier attentive,
        @Nullable Decompression decompression) {

    /** How far the payloads of state records are taken apart. */
    public enum Depth {
        /** Framing only: no payload is kept, no layout table read, nothing found about state. */
        FRAMING,
        /** Values. */
        VALUES,
        /** Also the bit fields of values. */
        BITS
    }

    public static final DissectOptions DEFAULT = new DissectOptions(true, false, Limits.DEFAULT, null);

    /** Values without their bit fields, not judged. */
    public DissectOptions(boolean pageAnalysis, boolean hashPages, Limits limits, @Nullable MemoryListener memory) {
        this(pageAnalysis, hashPages, limits, memory, Depth.VALUES, false, () -> true, null);
    }

    /** These options with another depth. */
    public DissectOptions withDepth(Depth value) {
        return new DissectOptions(
                pageAnalysis, hashPages, limits, memory, value, stateFindings, attentive, decompression);
    }

    /** These options with another depth, at which state is judged. */
    public DissectOptions judging(Depth value) {
        return new DissectOptions(
                pageAnalysis, hashPages, limits, memory, value, value != Depth.FRAMING, attentive, decompression);
    }

    /** These options, and pages are looked into only while {@code value} says so. */
    public DissectOptions attentiveWhile(BooleanSupplier value) {
        return new DissectOptions(pageAnalysis, hashPages, limits, memory, depth, stateFindings, value, decompression);
    }

    /** These options with decompressors. */
    public DissectOptions decompressing(Decompression value) {
        return new DissectOptions(pageAnalysis, hashPages, limits, memory, depth, stateFindings, attentive, value);
    }

    @Override
    public boolean pageAnalysis() {
        return pageAnalysis && attentive.getAsBoolean();
    }

    @Override
    public boolean hashPages() {
        return hashPages && attentive.getAsBoolean();
    }
}
