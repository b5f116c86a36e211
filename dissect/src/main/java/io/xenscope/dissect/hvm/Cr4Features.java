package io.xenscope.dissect.hvm;

import io.xenscope.dissect.engine.Slice;

/** Which bits of CR4 a guest may set by the features its CPUID policy offers (payload specification F, CPU-013). */
public final class Cr4Features {

    private static final long BASIC = 1;
    private static final long EXTENDED = 7;

    private static final int EAX = 0;
    private static final int EBX = 4;
    private static final int ECX = 8;
    private static final int EDX = 12;

    /** A bit of CR4, and the feature it needs: leaf, subleaf, register, bit. CET needs one of two. */
    private static final int[][] NEEDS = {
        {0, 1, 0, EDX, 1},
        {1, 1, 0, EDX, 1},
        {2, 1, 0, EDX, 4},
        {3, 1, 0, EDX, 2},
        {4, 1, 0, EDX, 3},
        {5, 1, 0, EDX, 6},
        {6, 1, 0, EDX, 7},
        {7, 1, 0, EDX, 13},
        {9, 1, 0, EDX, 24},
        {10, 1, 0, EDX, 25},
        {11, 7, 0, ECX, 2},
        {12, 7, 0, ECX, 16},
        {13, 1, 0, ECX, 5},
        {14, 1, 0, ECX, 6},
        {16, 7, 0, EBX, 0},
        {17, 1, 0, ECX, 17},
        {18, 1, 0, ECX, 26},
        {20, 7, 0, EBX, 7},
        {21, 7, 0, EBX, 20},
        {22, 7, 0, ECX, 3},
        {23, 7, 0, ECX, 7},
        {23, 7, 0, EDX, 20},
        {24, 7, 0, ECX, 31},
        {27, 7, 1, EAX, 6},
        {32, 7, 1, EAX, 17},
    };

    private long told;
    private long allowed;

    /** The policy has a leaf; {@code registers} are its four in the order eax, ebx, ecx, edx. */
    public void told(long leaf, long subleaf, Slice registers) {
        if (leaf != BASIC && leaf != EXTENDED) {
            return;
        }
        for (int[] need : NEEDS) {
            if (need[1] == leaf && (leaf == BASIC || need[2] == subleaf)) {
                told |= 1L << need[0];
                allowed |= (registers.u32(need[3]) >>> need[4] & 1) << need[0];
            }
        }
    }

    /** Bits of {@code cr4} whose feature is not offered; leaves that were not told do not count. */
    long missing(long cr4) {
        return cr4 & told & ~allowed;
    }
}
