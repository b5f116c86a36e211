package io.xenscope.capture;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.finding.FindingCode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A TCP connection: its key, its two directions and whoever takes them. */
final class Flow {

    /** Octets after which something of the other direction should have been seen, too. */
    private static final long MUCH = 1 << 20;

    /** What the objects of a flow need, roughly. */
    private static final long MEMORY = 1200;

    final long firstTime;
    final int hash;
    final TcpDirection forward;
    final TcpDirection backward;

    private final Reassembly reassembly;
    private final boolean ipv6;
    private final long sourceHigh;
    private final long sourceLow;
    private final long destinationHigh;
    private final long destinationLow;
    private final long scope;
    private final int ports;

    /** Null when nobody wants to know. */
    final @Nullable ConnectionPace pace;

    long lastTime;
    /** The side that opened the connection, as far as known. */
    TcpDirection first;

    boolean synSeen;
    /** A SYN that fits nothing yet: the beginning of another connection if the other side confirms it. */
    @Nullable
    TcpDirection straySyn;

    int straySequence;

    /** Other flows of the same bucket. */
    @Nullable
    Flow chain;
    /** Neighbours by last use. */
    @Nullable
    Flow newer;

    @Nullable
    Flow older;

    private @Nullable ConnectionInput connection;
    private long charged;
    private boolean opened;
    private boolean ignored;
    private long delivered;
    private final Set<FlowCondition> told = EnumSet.noneOf(FlowCondition.class);
    private boolean oneWayChecked;

    /** The sender of {@code packet} becomes the source of the forward direction. */
    Flow(Reassembly reassembly, Packet packet, int ports, int hash) {
        this.reassembly = reassembly;
        this.firstTime = packet.time;
        this.lastTime = packet.time;
        this.hash = hash;
        this.ipv6 = packet.ipv6;
        this.sourceHigh = packet.sourceHigh;
        this.sourceLow = packet.sourceLow;
        this.destinationHigh = packet.destinationHigh;
        this.destinationLow = packet.destinationLow;
        this.scope = packet.scope;
        this.ports = ports;
        this.forward = new TcpDirection(this, reassembly);
        this.backward = new TcpDirection(this, reassembly);
        forward.attach(backward);
        backward.attach(forward);
        this.first = forward;
        this.pace = reassembly.pacing ? new ConnectionPace(this) : null;
    }

    boolean isForward(Packet packet, int packetPorts) {
        return ports == packetPorts
                && sourceLow == packet.sourceLow
                && destinationLow == packet.destinationLow
                && sourceHigh == packet.sourceHigh
                && destinationHigh == packet.destinationHigh
                && scope == packet.scope
                && ipv6 == packet.ipv6;
    }

    boolean isBackward(Packet packet, int packetPorts) {
        return ports == Integer.rotateLeft(packetPorts, 16)
                && sourceLow == packet.destinationLow
                && destinationLow == packet.sourceLow
                && sourceHigh == packet.destinationHigh
                && destinationHigh == packet.sourceHigh
                && scope == packet.scope
                && ipv6 == packet.ipv6;
    }

    boolean isIgnored() {
        return ignored;
    }

    /** True once a FIN or RST was seen: then its ports may be used again at once. */
    boolean isClosing() {
        return forward.isClosing() || backward.isClosing();
    }

    boolean isBlank() {
        return !forward.hasOctets() && !backward.hasOctets();
    }

    /** One end: the source of the forward direction, or the other one. */
    Endpoint endpoint(boolean ofForward) {
        return ofForward
                ? new Endpoint(Packet.address(sourceHigh, sourceLow, ipv6), ports >>> 16)
                : new Endpoint(Packet.address(destinationHigh, destinationLow, ipv6), ports & 0xFFFF);
    }

    /** Asks for a taker; the directions have their inputs afterwards. */
    void open() {
        if (opened) {
            return;
        }
        opened = true;
        boolean fromForward = first == forward;
        Endpoint source = endpoint(true);
        Endpoint destination = endpoint(false);
        ConnectionInput taker = reassembly.listener.open(new Connection(
                fromForward ? source : destination, fromForward ? destination : source, firstTime, synSeen, pace));
        connection = taker;
        first.give(taker.fromFirst());
        first.opposite().give(taker.fromSecond());
        if (!synSeen) {
            tell(FlowCondition.NO_SYN);
        }
    }

    void delivered(int octets) {
        delivered += octets;
        if (!oneWayChecked && delivered >= MUCH) {
            oneWayChecked = true;
            if (!forward.isHeardOf() || !backward.isHeardOf()) {
                tell(FlowCondition.ONE_WAY, first);
            }
        }
    }

    /** A condition of the connection rather than of a direction. */
    void tell(FlowCondition condition) {
        tell(condition, first);
    }

    /** Told once, to whoever takes the octets; what nobody takes is not worth telling, unless a limit was reached. */
    void tell(FlowCondition condition, TcpDirection of) {
        if (!ignored && told.add(condition)) {
            if (condition.isLimit()) {
                reassembly.notices.ofConnection(condition, reassembly.packet.fileOffset);
            }
            (of.isEnded() ? of.opposite() : of).found(condition.code, condition.text);
        }
    }

    /** Something about the whole capture, told where a connection is under way. */
    void tell(CaptureNotice notice) {
        if (connection != null) {
            (first.isEnded() ? first.opposite() : first).found(FindingCode.byId(notice.code()), notice.text());
        }
    }

    /** Lets go of the taker if it does not want any more, or both directions are at their end. */
    void settle() {
        ConnectionInput taker = connection;
        if (taker == null) {
            return;
        }
        if (taker.isIgnored()) {
            ignored = true;
            forward.abandon();
            backward.abandon();
            connection = null;
        } else if (forward.isEnded() && backward.isEnded()) {
            connection = null;
        }
    }

    /** Brings the account of the memory it needs up to date. */
    void charge() {
        ConnectionInput taker = connection;
        long now = MEMORY + (taker == null ? 0 : taker.memory());
        reassembly.connectionOctets += now - charged;
        charged = now;
    }

    /** It needs no memory any more. */
    void discharge() {
        reassembly.connectionOctets -= charged;
        charged = 0;
    }

    /** Nothing more will come. */
    void finish(EndReason reason) {
        if (!ignored) {
            forward.finish(reason);
            backward.finish(reason);
            settle();
        }
    }
}
