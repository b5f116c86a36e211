package io.xenscope.capture;

/** What all connections of a capture share. */
final class Reassembly {

    final Statistics statistics;
    final Notices notices;
    final FlowListener listener;
    final CaptureLimits limits;
    /** Whether somebody wants to know what held up the octets. */
    final boolean pacing;

    final SegmentQueue.Budget budget = new SegmentQueue.Budget();
    /** Memory of all connections and of what dissects them, roughly. */
    long connectionOctets;

    final RecentPackets recent = new RecentPackets();

    /** The packet being worked on; at the end of the capture, the last one. */
    Packet packet = new Packet();

    Reassembly(Statistics statistics, Notices notices, FlowListener listener, CaptureLimits limits, boolean pacing) {
        this.statistics = statistics;
        this.notices = notices;
        this.listener = listener;
        this.limits = limits;
        this.pacing = pacing;
    }

    long time() {
        return packet.time;
    }
}
