package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;

/**
 * Tells whether the sender's toolstack had words of 4 or 8 octets, which no field says (legacy-stream specification
 * 2.3, T1): p2m_size is small, so that its upper half is zero, and what follows it is not.
 */
final class ToolstackWidth {

    /** Octets that tell in damaged streams, too. */
    static final int LOOK = 16;

    private static final long P2M_MOST = 0x0fff_ffffL;

    private ToolstackWidth() {}

    /** @param seen the first octets of the stream, at least 8 */
    static int of(Slice seen) {
        if (seen.u32(4) == 0) {
            return 8;
        }
        long low = seen.u32(0);
        if (low >= 1 && low <= P2M_MOST || seen.length() < LOOK) {
            return 4;
        }
        // Neither reading has a sound p2m_size; what stands behind it decides.
        int chunk = (int) seen.u32(8);
        boolean wide = seen.u64(8) == -1 || chunk >= ChunkTypes.LAST_ID && chunk <= BatchChunk.MOST && chunk != 0;
        return wide ? 8 : 4;
    }
}
