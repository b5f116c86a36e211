package io.xenscope.samples.grammar;

/**
 * Body of X86_TSC_INFO (section 4.7).
 *
 * @param mode 0 default, 1 always emulate, 2 never emulate, 3 PVRDTSCP
 * @param khz frequency in kHz
 * @param nsec elapsed time in nanoseconds
 * @param incarnation number of migrations
 */
public record TscInfo(int mode, long khz, long nsec, long incarnation) {}
