package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import org.jspecify.annotations.Nullable;

/** Takes TCP segments, finds their connection and applies the rules of carriers specification 8.5 to it. */
final class TcpReceiver {

    private static final long QUIET = 1_000_000_000L;
    private static final int UNUSUAL = TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST;

    private final Reassembly reassembly;
    private final Statistics statistics;
    private final long idleTime;
    private final TcpSegment segment = new TcpSegment();
    private final FlowTable flows = new FlowTable();

    /** Segments come in runs: the flow of the last one is looked at first. */
    private @Nullable Flow recent;

    TcpReceiver(Reassembly reassembly) {
        this.reassembly = reassembly;
        this.statistics = reassembly.statistics;
        this.idleTime = reassembly.limits.idleTime().toNanos();
    }

    /** The TCP segment in {@code octets[from .. wireEnd)}, of which only what is before {@code end} was captured. */
    void segment(Packet packet, byte[] octets, int from, int end, int wireEnd) {
        if (end - from < TcpSegment.HEADER) {
            statistics.skip(Skip.SHORT);
            return;
        }
        if (!segment.parse(octets, from, end, wireEnd)) {
            statistics.skip(Skip.MALFORMED);
            return;
        }
        reassembly.packet = packet;
        statistics.tcpSegments++;
        statistics.payloadOctets += segment.captured;
        int ports = Octets.i32(octets, from);
        Flow flow = recent;
        TcpDirection direction;
        if (flow != null && flow.isForward(packet, ports)) {
            direction = flow.forward;
        } else if (flow != null && flow.isBackward(packet, ports)) {
            direction = flow.backward;
        } else {
            flow = find(packet, ports);
            direction = flow.isForward(packet, ports) ? flow.forward : flow.backward;
        }
        long silence = packet.time - flow.lastTime;
        flow.lastTime = packet.time;
        if (silence > idleTime) {
            direction = replace(flow, packet, ports).forward;
        }
        accept(direction, packet, ports, silence);
    }

    private void accept(TcpDirection from, Packet packet, int ports, long silence) {
        Flow flow = from.flow;
        boolean unusual = segment.has(UNUSUAL);
        if (flow.isIgnored() && !segment.has(TcpSegment.SYN)) {
            return;
        }
        if (flow.pace != null) {
            flow.pace.segment(from, segment, packet.time);
        }
        boolean seenBefore = segment.length > 0 && reassembly.recent.add(segment.signature(packet, ports), packet.time);
        if (!unusual && segment.has(TcpSegment.ACK)) {
            if (!from.opposite().acknowledgesNothingNew(segment.acknowledgment)) {
                from.opposite().acknowledge(segment.acknowledgment);
            }
            from.heard(segment);
            if (from.takeInOrder(segment)) {
                finish(flow, packet);
                return;
            }
            from.take(segment, seenBefore);
        } else {
            TcpDirection actual = segment.has(TcpSegment.SYN) ? synchronise(from, packet, ports, silence) : from;
            if (actual == null || actual.flow.isIgnored()) {
                return;
            }
            flow = actual.flow;
            rare(actual, seenBefore);
        }
        finish(flow, packet);
    }

    /** SYN (already seen to), FIN, RST or no ACK. */
    private void rare(TcpDirection from, boolean seenBefore) {
        TcpDirection to = from.opposite();
        if (segment.has(TcpSegment.RST)) {
            reset(from, to);
            return;
        }
        if (segment.has(TcpSegment.ACK)) {
            to.acknowledge(segment.acknowledgment);
        }
        from.heard(segment);
        from.take(segment, seenBefore);
        if (segment.has(TcpSegment.FIN)) {
            from.fin(segment);
        }
        if (from.isFinSeen() && to.isFinSeen()) {
            from.giveUpHoles();
            to.giveUpHoles();
        }
    }

    private void reset(TcpDirection from, TcpDirection to) {
        if (!from.acceptsReset(segment.sequence)) {
            statistics.skip(Skip.STRAY);
            return;
        }
        if (segment.has(TcpSegment.ACK)) {
            to.acknowledge(segment.acknowledgment);
        }
        from.reset(segment.sequence);
        to.reset(null);
    }

    private void finish(Flow flow, Packet packet) {
        if (packet.superPacket || packet.fragmented || segment.multipath) {
            tell(flow, packet);
        }
        flow.settle();
        while (reassembly.budget.used > reassembly.limits.totalOctets() && relieve()) {
            // One flow at a time, the one idle for longest first.
        }
    }

    private void tell(Flow flow, Packet packet) {
        if (packet.superPacket) {
            flow.tell(FlowCondition.SUPER_PACKET);
        }
        if (packet.fragmented) {
            flow.tell(FlowCondition.FRAGMENTS);
        }
        if (segment.multipath) {
            flow.tell(FlowCondition.MULTIPATH);
        }
    }

    /**
     * A SYN or SYN-ACK: the beginning of this connection, of another one on the same ports (rule 2), or of none.
     *
     * @return the direction it belongs to, null if it fits nothing (yet)
     */
    private @Nullable TcpDirection synchronise(TcpDirection from, Packet packet, int ports, long silence) {
        Flow flow = from.flow;
        TcpDirection to = from.opposite();
        boolean answer = segment.has(TcpSegment.ACK);
        boolean confirmsStray = answer && flow.straySyn == to && flow.straySequence == segment.acknowledgment;
        boolean over = flow.isClosing() || flow.isBlank() || flow.isIgnored() || silence > QUIET;
        if (confirmsStray) {
            TcpDirection fresh = replace(flow, packet, ports).forward;
            fresh.opposite().begin(segment.acknowledgment);
            return begin(fresh, answer);
        }
        boolean fits = from.startsAt(segment.sequence + 1) || (!from.isFixed() && !flow.isIgnored());
        if (fits && from.begin(segment.sequence + 1)) {
            return begin(from, answer);
        }
        if (over) {
            return begin(replace(flow, packet, ports).forward, answer);
        }
        if (!answer) {
            flow.straySyn = from;
            flow.straySequence = segment.sequence + 1;
        }
        statistics.skip(Skip.STRAY);
        return null;
    }

    private TcpDirection begin(TcpDirection from, boolean answer) {
        Flow flow = from.flow;
        from.begin(segment.sequence + 1);
        if (answer) {
            // Without effect if it answers some other SYN: what is known of the other direction stays.
            from.opposite().begin(segment.acknowledgment);
        }
        flow.synSeen = true;
        flow.first = answer ? from.opposite() : from;
        from.window.synchronise(segment);
        return from;
    }

    private Flow find(Packet packet, int ports) {
        int hash = FlowTable.hash(packet, ports);
        Flow flow = flows.find(packet, ports, hash);
        if (flow == null) {
            expire(packet.time);
            flow = add(packet, ports, hash);
        } else {
            flows.touch(flow);
        }
        recent = flow;
        return flow;
    }

    private Flow add(Packet packet, int ports, int hash) {
        if (flows.size() >= reassembly.limits.maxFlows()) {
            giveUpOldest();
        }
        Flow flow = new Flow(reassembly, packet, ports, hash);
        flows.add(flow);
        statistics.connections++;
        return flow;
    }

    private Flow replace(Flow old, Packet packet, int ports) {
        old.finish(EndReason.EXPIRED);
        flows.remove(old);
        Flow flow = add(packet, ports, old.hash);
        recent = flow;
        return flow;
    }

    private void expire(long now) {
        Flow oldest = flows.oldest();
        while (oldest != null && now - oldest.lastTime > idleTime) {
            giveUpOldest();
            oldest = flows.oldest();
        }
    }

    private void giveUpOldest() {
        Flow oldest = flows.oldest();
        if (oldest != null) {
            oldest.finish(EndReason.EXPIRED);
            flows.remove(oldest);
            if (recent == oldest) {
                recent = null;
            }
        }
    }

    /** Rule 14: gives up the holes of the flow idle for longest; false if no flow has any. */
    private boolean relieve() {
        for (Flow flow = flows.oldest(); flow != null; flow = flow.newer) {
            if (flow.forward.hasQueued() || flow.backward.hasQueued()) {
                for (TcpDirection each : new TcpDirection[] {flow.forward, flow.backward}) {
                    if (each.hasQueued()) {
                        each.giveUpForMemory();
                    }
                }
                flow.settle();
                return true;
            }
        }
        return false;
    }

    /** The capture is over. */
    void finish(EndReason reason) {
        Flow flow = flows.oldest();
        while (flow != null) {
            flow.finish(reason);
            flows.remove(flow);
            flow = flows.oldest();
        }
        recent = null;
    }

    /** Something about the whole capture: told in every connection that is under way. */
    void tell(CaptureNotice notice) {
        for (Flow flow = flows.oldest(); flow != null; flow = flow.newer) {
            flow.tell(notice);
        }
    }
}
