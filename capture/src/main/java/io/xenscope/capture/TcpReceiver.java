package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import org.jspecify.annotations.Nullable;

/** Takes TCP segments, finds their connection and applies the rules of carriers specification 8.5 to it. */
final class TcpReceiver {

    private static final long QUIET = 1_000_000_000L;

    /** Packets after which the memory of their connection is asked for. */
    private static final int CHARGE = 64;

    private static final int UNUSUAL = TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST;

    private final Reassembly reassembly;
    private final Statistics statistics;
    private final long idleTime;
    private final TcpSegment segment = new TcpSegment();
    private final FlowTable flows = new FlowTable();

    private int untilCharge = CHARGE;

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
        if (reassembly.budget.used > reassembly.limits.totalOctets()) {
            relieve();
        }
        if (--untilCharge <= 0) {
            charge(flow);
        }
    }

    /** What dissectors keep is asked for from time to time: there is little that one packet can change. */
    private void charge(Flow flow) {
        untilCharge = CHARGE;
        flow.charge();
        while (reassembly.connectionOctets > reassembly.limits.connectionOctets() && flows.size() > 1) {
            giveUp(flows.oldest());
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
        Flow before = recent;
        recent = flow;
        if (before != null && before != flow) {
            charge(before);
        }
        return flow;
    }

    private Flow add(Packet packet, int ports, int hash) {
        if (flows.size() >= reassembly.limits.maxFlows()) {
            giveUp(flows.oldest());
        }
        Flow flow = new Flow(reassembly, packet, ports, hash);
        flows.add(flow);
        flow.charge();
        statistics.connections++;
        return flow;
    }

    private Flow replace(Flow old, Packet packet, int ports) {
        end(old, EndReason.EXPIRED);
        Flow flow = add(packet, ports, old.hash);
        recent = flow;
        return flow;
    }

    private void expire(long now) {
        Flow oldest = flows.oldest();
        while (oldest != null && now - oldest.lastTime > idleTime) {
            end(oldest, EndReason.EXPIRED);
            oldest = flows.oldest();
        }
    }

    /** There is no room for a flow, the one idle for longest. */
    private void giveUp(@Nullable Flow oldest) {
        if (oldest != null) {
            oldest.tell(FlowCondition.TOO_MANY);
            end(oldest, EndReason.EXPIRED);
        }
    }

    private void end(Flow flow, EndReason reason) {
        flow.finish(reason);
        flow.discharge();
        flows.remove(flow);
        if (recent == flow) {
            recent = null;
        }
    }

    /**
     * Rule 14: gives up holes of the flows idle for longest, until there is some room: one at a time would mean to look for
     * the next one with every packet.
     */
    private void relieve() {
        long most = reassembly.limits.totalOctets();
        Flow flow = flows.oldest();
        while (flow != null && reassembly.budget.used > most - most / 8) {
            for (TcpDirection each : new TcpDirection[] {flow.forward, flow.backward}) {
                if (each.hasQueued()) {
                    each.giveUpForMemory();
                    flow.settle();
                }
            }
            // What waited may be kept by a dissector now.
            flow.charge();
            flow = flow.newer;
        }
        untilCharge = 0;
    }

    /** The capture is over. */
    void finish(EndReason reason) {
        Flow flow = flows.oldest();
        while (flow != null) {
            end(flow, reason);
            flow = flows.oldest();
        }
    }

    /** Something about the whole capture: told in every connection that is under way. */
    void tell(CaptureNotice notice) {
        for (Flow flow = flows.oldest(); flow != null; flow = flow.newer) {
            flow.tell(notice);
        }
    }
}
