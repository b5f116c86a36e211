package io.xenscope.proxy.tap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Pace;
import io.xenscope.proxy.relay.Side;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The tap's view of one connection. All calls come from the thread that forwards it, but for {@link #play}. */
public final class TapConnection {

    /** What the queue itself costs for each piece. */
    private static final long OVERHEAD = 256;

    private final ConnectionId id;
    private final Tap tap;
    private final LagPolicy policy;
    private final Map<Side, Long> shed = new EnumMap<>(Side.class);
    private final Set<Side> ended = EnumSet.noneOf(Side.class);
    private boolean shedding;
    private final TapPlayer player;

    TapConnection(ConnectionId id, Tap tap, LagPolicy policy) {
        this.id = id;
        this.tap = tap;
        this.policy = policy;
        this.player = new TapPlayer(this, tap);
    }

    ConnectionId id() {
        return id;
    }

    /**
     * Octets pass from this side. Whatever goes wrong here, nothing is thrown: the octets are counted as given up.
     *
     * @param octets still the caller's; a reference or a copy is kept
     * @param pace what this side's octets waited for before these came
     */
    public void octets(Side from, ByteBuf octets, Pace pace, long time) {
        int count = octets.readableBytes();
        if (count == 0 || player.isDeaf()) {
            return;
        }
        try {
            keep(from, octets, count, pace, time);
        } catch (RuntimeException | Error e) {
            lost(from, count);
            tap.failed(id, e);
        }
    }

    /** Octets passed that cannot be shown. */
    public void lost(Side from, int count) {
        shed.merge(from, (long) count, Long::sum);
        tap.shed(count);
    }

    private void keep(Side from, ByteBuf octets, int count, Pace pace, long time) {
        // A small read in a large buffer would hold all of the buffer.
        boolean copied = count < octets.capacity() / 4;
        long charge = OVERHEAD + (copied ? count : octets.capacity());
        if (policy == LagPolicy.DEGRADE && !hasRoom(charge)) {
            lost(from, count);
            return;
        }
        if (policy == LagPolicy.BLOCK) {
            tap.budget().force(charge);
        }
        try {
            tellShed(from, time);
            ByteBuf kept = copied
                    ? Unpooled.buffer(count).writeBytes(octets, octets.readerIndex(), count)
                    : octets.retainedDuplicate();
            tap.add(new TapItem.Octets(this, from, kept, pace, charge, time));
        } catch (RuntimeException | Error e) {
            tap.budget().giveBack(charge);
            throw e;
        }
    }

    private boolean hasRoom(long charge) {
        if (shedding && !tap.budget().isRelaxed()) {
            return false;
        }
        shedding = !tap.budget().take(charge);
        return !shedding;
    }

    private void tellShed(Side from, long time) {
        Long lost = shed.remove(from);
        if (lost != null) {
            tap.add(new TapItem.Shed(this, from, lost, time));
        }
    }

    /** Nothing more comes from this side; telling it twice does no harm. */
    public void ended(Side from, EndReason reason, long time) {
        if (player.isDeaf() || !ended.add(from)) {
            return;
        }
        try {
            tellShed(from, time);
            tap.add(new TapItem.Ended(this, from, reason, time));
        } catch (RuntimeException | Error e) {
            tap.failed(id, e);
        }
    }

    /** True when forwarding should wait, which it only ever should when that was asked for. */
    public boolean isFull() {
        return policy == LagPolicy.BLOCK && !player.isDeaf() && tap.budget().isFull();
    }

    /** {@code action} is run, on the tap's thread, once {@link #isFull} is over. */
    public void whenRoom(Runnable action) {
        tap.whenRoom(action);
    }

    /** On the tap's thread: shows an item to the inputs. */
    void play(TapItem.OfConnection item) {
        player.play(item);
    }

    /** On the tap's thread: asks the inputs how far they have come. */
    void progress(long time) {
        player.progress(time);
    }

    /** On the tap's thread: true when nobody will be shown anything any more. */
    boolean isOver() {
        return player.isOver();
    }
}
