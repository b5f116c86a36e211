package io.xenscope.samples.grammar;

/**
 * A CPUID leaf of a policy (section 4.9).
 *
 * @param leaf leaf number
 * @param subleaf subleaf number, or {@link #NO_SUBLEAF}
 * @param a result in EAX
 * @param b result in EBX
 * @param c result in ECX
 * @param d result in EDX
 */
public record CpuidLeaf(long leaf, long subleaf, int a, int b, int c, int d) {
    /** Subleaf of leaves that have none. */
    public static final long NO_SUBLEAF = 0xffffffffL;
}
