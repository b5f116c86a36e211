package io.xenscope.dissect.input;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Pace;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.libvirt.RpcDirection;
import io.xenscope.dissect.libvirt.RpcHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tunnelled migrations of one libvirt RPC connection (carriers specification 2.3): the payloads of one serial are one
 * stream; the other messages that belong to a migration are told beside it.
 */
final class RpcTunnels {

    /** Streams known at a time; further ones are not looked into. */
    private static final int MOST = 32;

    /** Messages kept for the stream they may open. */
    private static final int KEPT = 8;

    private final DissectOptions options;
    private final EventSink sink;
    private final String identity;
    private final Runnable withoutTunnel;
    private final List<Side> sides = new ArrayList<>(2);
    private int opened;

    /** A step of a migration, as it passed. */
    record Seen(Object side, RpcHeader header, long offset, long time) {}

    private final Deque<Seen> steps = new ArrayDeque<>();

    /** @param withoutTunnel told when the connection ends without having carried a migration */
    RpcTunnels(DissectOptions options, EventSink sink, String identity, Runnable withoutTunnel) {
        this.options = options;
        this.sink = sink;
        this.identity = identity;
        this.withoutTunnel = withoutTunnel;
    }

    /**
     * @param origin where a migration in this direction comes from and goes to
     * @param pace asked what its octets waited for so far
     */
    StreamInput direction(Origin origin, Supplier<@Nullable Pace> pace) {
        Side side = new Side(origin, pace);
        sides.add(side);
        return RpcDirection.input(side);
    }

    private final class Side implements RpcDirection.Listener {
        private final Origin origin;
        private final Supplier<@Nullable Pace> pace;
        private final Map<Long, Tunnel> tunnels = new HashMap<>();
        private boolean over;

        Side(Origin origin, Supplier<@Nullable Pace> pace) {
            this.origin = origin;
            this.pace = pace;
        }

        @Override
        public void message(RpcHeader header, long offset, long time) {
            if (header.isData()) {
                tunnel(header.serial()).packet(offset, time);
                return;
            }
            if (header.isStreamEnd()) {
                streamEnd(header, offset, time);
            } else if (header.migrationStep() != null) {
                step(new Seen(this, header, offset, time));
            }
        }

        private Tunnel tunnel(long serial) {
            Tunnel known = tunnels.get(serial);
            if (known == null) {
                tunnels.values().removeIf(Tunnel::isUseless);
                if (tunnels.size() == MOST) {
                    return Tunnel.notLookedInto();
                }
                known = new Tunnel();
                tunnels.put(serial, known);
            }
            return known;
        }

        private void streamEnd(RpcHeader header, long offset, long time) {
            Tunnel own = tunnels.get(header.serial());
            if (own != null) {
                own.endedBySender(header, offset, time);
            }
            for (Side other : sides) {
                Tunnel answered = other == this ? null : other.tunnels.get(header.serial());
                if (answered != null) {
                    answered.endedByReceiver(header, offset, time);
                }
            }
        }

        @Override
        public void data(RpcHeader header, byte[] octets, int index, int length, long time) {
            Tunnel tunnel = tunnel(header.serial());
            int used = tunnel.isOpen() ? 0 : tunnel.look(octets, index, length, time);
            if (tunnel.isRecognised()) {
                String id = Identity.of(identity, Integer.toString(opened++));
                Origin own = new Origin(id, origin.source(), origin.destination(), origin.filePath());
                tunnel.open(own, options, sink, header, sides.size() == 2, time).pacedBy(pace);
                steps.stream().filter(seen -> isRelated(seen, header)).forEach(seen -> tunnel.step(seen, this));
                steps.clear();
            }
            tunnel.data(octets, index + used, length - used, time);
        }

        /** The call that opens a stream has its serial; nothing else that came before is its business. */
        private boolean isRelated(Seen seen, RpcHeader header) {
            return seen.header().serial() == header.serial();
        }

        @Override
        public void lostData(RpcHeader header, long count, GapCause cause, long time) {
            tunnel(header.serial()).lost(count, cause, time);
        }

        @Override
        public void impossible(long length, long time) {
            String text = length + " octets, expected 28 to " + RpcHeader.LONGEST;
            each(tunnel -> tunnel.unreadable(FindingCode.LV_RPC_LEN, text, time));
        }

        @Override
        public void framingLost(GapCause cause, long time) {
            each(tunnel -> tunnel.unreadable(
                    FindingCode.CAP_GAP, "the framing of the RPC messages is lost, and with it the stream", time));
        }

        @Override
        public void found(String code, String text, long time) {
            each(tunnel -> tunnel.found(code, text, time));
        }

        private void each(Consumer<Tunnel> action) {
            tunnels.values().forEach(action);
        }

        @Override
        public void ended(EndReason reason, long time) {
            over = true;
            each(tunnel -> tunnel.senderGone(reason, time));
            sides.stream()
                    .filter(side -> side != this)
                    .forEach(side -> side.each(tunnel -> tunnel.receiverGone(reason, time)));
            if (sides.stream().allMatch(side -> side.over) && opened == 0) {
                withoutTunnel.run();
            }
        }
    }

    /**
     * Goes to the migration it is about: the one with its serial, or the one that waits for its end. The call that opens
     * a stream is kept for it.
     */
    private void step(Seen seen) {
        Tunnel found = null;
        Side sending = null;
        boolean exact = false;
        for (Side side : sides) {
            Tunnel same = side.tunnels.get(seen.header().serial());
            for (Tunnel tunnel : side.tunnels.values()) {
                boolean better = found == null || tunnel == same || !exact && tunnel.isOlderThan(found);
                if (tunnel.isOpen() && better) {
                    found = tunnel;
                    sending = side;
                    exact |= tunnel == same;
                }
            }
        }
        if (found != null && sending != null && (exact || !seen.header().opensStream())) {
            found.step(seen, sending);
            return;
        }
        if (steps.size() == KEPT) {
            steps.removeFirst();
        }
        steps.addLast(seen);
    }
}
