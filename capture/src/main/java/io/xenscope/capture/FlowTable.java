package io.xenscope.capture;

import org.jspecify.annotations.Nullable;

/** The connections known, found by address and port, and ordered by when they were last used. */
final class FlowTable {

    private static final int SMALLEST = 64;

    private @Nullable Flow[] buckets = new Flow[SMALLEST];
    private int size;
    private @Nullable Flow newest;
    private @Nullable Flow oldest;

    int size() {
        return size;
    }

    /** The flow not used for longest. */
    @Nullable
    Flow oldest() {
        return oldest;
    }

    /** The same for both directions of a connection. */
    static int hash(Packet packet, int ports) {
        long one = side(packet.sourceHigh, packet.sourceLow, ports >>> 16);
        long other = side(packet.destinationHigh, packet.destinationLow, ports & 0xFFFF);
        long mixed = (one + other + packet.scope) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    private static long side(long high, long low, int port) {
        long mixed = (high * 31 + low) * 0xBF58_476D_1CE4_E5B9L + port;
        mixed = (mixed ^ mixed >>> 31) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 29;
    }

    @Nullable
    Flow find(Packet packet, int ports, int hash) {
        Flow flow = buckets[hash & buckets.length - 1];
        while (flow != null
                && !(flow.hash == hash && (flow.isForward(packet, ports) || flow.isBackward(packet, ports)))) {
            flow = flow.chain;
        }
        return flow;
    }

    void add(Flow flow) {
        if (size >= buckets.length) {
            grow();
        }
        int bucket = flow.hash & buckets.length - 1;
        flow.chain = buckets[bucket];
        buckets[bucket] = flow;
        size++;
        link(flow);
    }

    void remove(Flow flow) {
        int bucket = flow.hash & buckets.length - 1;
        Flow before = buckets[bucket];
        if (before == flow) {
            buckets[bucket] = flow.chain;
        } else {
            while (before != null && before.chain != flow) {
                before = before.chain;
            }
            if (before != null) {
                before.chain = flow.chain;
            }
        }
        flow.chain = null;
        size--;
        unlink(flow);
    }

    /** Makes the flow the one used last. */
    void touch(Flow flow) {
        if (flow != newest) {
            unlink(flow);
            link(flow);
        }
    }

    private void link(Flow flow) {
        Flow before = newest;
        flow.older = before;
        flow.newer = null;
        if (before == null) {
            oldest = flow;
        } else {
            before.newer = flow;
        }
        newest = flow;
    }

    private void unlink(Flow flow) {
        Flow older = flow.older;
        Flow newer = flow.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        flow.older = null;
        flow.newer = null;
    }

    private void grow() {
        @Nullable Flow[] old = buckets;
        buckets = new Flow[old.length * 2];
        for (Flow head : old) {
            Flow flow = head;
            while (flow != null) {
                Flow next = flow.chain;
                int bucket = flow.hash & buckets.length - 1;
                flow.chain = buckets[bucket];
                buckets[bucket] = flow;
                flow = next;
            }
        }
    }
}
