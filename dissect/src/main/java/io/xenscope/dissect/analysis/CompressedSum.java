package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.CompressedInfo;

/**
 * The pages that travelled compressed, as checkpoints of Remus do where that was asked for.
 *
 * @param full pages sent whole
 * @param delta pages sent as differences
 * @param empty pages that had not changed
 * @param wireBytes octets they took
 */
public record CompressedSum(long full, long delta, long empty, long wireBytes) {

    static final CompressedSum NONE = new CompressedSum(0, 0, 0, 0);

    CompressedSum plus(CompressedInfo chunk) {
        return new CompressedSum(
                full + chunk.full(), delta + chunk.delta(), empty + chunk.empty(), wireBytes + chunk.wireBytes());
    }

    public long pages() {
        return full + delta + empty;
    }
}
