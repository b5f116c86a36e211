package io.xenscope.samples.grammar;

/**
 * A model specific register of a policy (section 4.9) or of a PV VCPU (section 4.6); reserved words are written as 0.
 *
 * @param index register number
 * @param value u64
 */
public record MsrEntry(long index, long value) {}
