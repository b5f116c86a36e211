package io.xenscope.capture;

/**
 * Remembers the last packets, to tell a packet captured twice (two mirror ports, all interfaces of a bridge) from a
 * retransmission (carriers specification 8.5 rule 12).
 */
final class RecentPackets {

    private static final int SLOTS = 1 << 11;
    private static final long APART = 1_000_000_000L;

    private final long[] slots = new long[2 * SLOTS];

    /** Remembers a packet; true if the same was seen less than a second before. */
    boolean add(long signature, long time) {
        int slot = (int) signature & SLOTS - 1;
        boolean seen = slots[2 * slot] == signature && Math.abs(time - slots[2 * slot + 1]) <= APART;
        slots[2 * slot] = signature;
        slots[2 * slot + 1] = time;
        return seen;
    }
}
