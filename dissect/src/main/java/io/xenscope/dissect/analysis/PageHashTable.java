package io.xenscope.dissect.analysis;

import java.util.HashMap;
import java.util.Map;

/**
 * The last hash of every page sent, in blocks of consecutive PFNs, so that memory follows the guest's populated memory:
 * about 5 octets a page.
 */
public final class PageHashTable {

    private static final int BLOCK_BITS = 10;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private final Map<Long, Block> blocks = new HashMap<>();
    private final int mostBlocks;
    private boolean forgetful;

    private static final int BLOCK_MEMORY = BLOCK * 4 + BLOCK / 8 + 112;

    /** Keeps what fits into so many octets. */
    public static PageHashTable within(long octets) {
        return new PageHashTable((int) Math.min(Integer.MAX_VALUE, octets / BLOCK_MEMORY));
    }

    /** Octets of memory it needs, roughly. */
    public long memory() {
        return (long) BLOCK_MEMORY * blocks.size();
    }

    /** @param mostBlocks blocks of 1024 PFNs that are kept */
    PageHashTable(int mostBlocks) {
        this.mostBlocks = mostBlocks;
    }

    private static final class Block {
        private final int[] hashes = new int[BLOCK];
        private final long[] present = new long[BLOCK / Long.SIZE];

        private Sent put(int at, int hash) {
            long bit = 1L << at;
            Sent sent = (present[at >> 6] & bit) == 0 ? Sent.NEW : hashes[at] == hash ? Sent.SAME : Sent.CHANGED;
            present[at >> 6] |= bit;
            hashes[at] = hash;
            return sent;
        }
    }

    /** How a page compares with what was sent for its PFN before. */
    public enum Sent {
        NEW,
        SAME,
        CHANGED,
        /** There was no room to remember it. */
        NOT_KEPT
    }

    /** True when there was no room to remember one. */
    public boolean isForgetful() {
        return forgetful;
    }

    /** Remembers the hash of {@code pfn} in place of the one remembered before. */
    public Sent put(long pfn, int hash) {
        Block block = blocks.get(pfn >>> BLOCK_BITS);
        if (block == null) {
            if (blocks.size() >= mostBlocks) {
                forgetful = true;
                return Sent.NOT_KEPT;
            }
            block = new Block();
            blocks.put(pfn >>> BLOCK_BITS, block);
        }
        return block.put((int) pfn & (BLOCK - 1), hash);
    }
}
