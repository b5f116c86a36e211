package io.xenscope.samples.grammar;

/**
 * One HVM parameter (section 4.8).
 *
 * @param index parameter number
 * @param value u64
 */
public record HvmParam(long index, long value) {}
