package io.xenscope.proxy.tap;

import io.netty.buffer.ByteBuf;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.proxy.relay.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** On the tap's thread: shows what happened on a connection to its inputs. An input that fails is left out from then on. */
final class TapPlayer {

    private static final int PIECE = 128 << 10;

    private final TapConnection connection;
    private final Tap tap;
    private List<ConnectionInput> inputs = List.of();
    private byte[] piece = new byte[0];

    /** Nobody listens any more. */
    private volatile boolean deaf;

    TapPlayer(TapConnection connection, Tap tap) {
        this.connection = connection;
        this.tap = tap;
    }

    boolean isDeaf() {
        return deaf;
    }

    void play(TapItem item) {
        if (item instanceof TapItem.Opened opened) {
            open(opened);
        } else if (item instanceof TapItem.Octets octets) {
            octets(octets);
        } else if (item instanceof TapItem.Shed shed) {
            each((input, side) -> side.gap(shed.octets(), GapCause.OVERLOAD, shed.time()), shed.from());
        } else if (item instanceof TapItem.Ended ended) {
            each((input, side) -> side.end(ended.reason(), ended.time()), ended.from());
        }
    }

    private void open(TapItem.Opened opened) {
        try {
            inputs = tap.inputsFor(opened);
        } catch (RuntimeException | Error e) {
            tap.observer().failed(connection.name(), e);
        }
        deaf = inputs.isEmpty();
    }

    private void octets(TapItem.Octets item) {
        ByteBuf octets = item.octets();
        try {
            while (octets.isReadable() && !deaf) {
                int count = Math.min(PIECE, octets.readableBytes());
                if (piece.length < count) {
                    piece = new byte[count < 4096 ? 4096 : PIECE];
                }
                octets.readBytes(piece, 0, count);
                each((input, side) -> side.bytes(piece, 0, count, item.time()), item.from());
            }
        } finally {
            octets.release();
            tap.budget().giveBack(item.charge());
        }
    }

    private void each(BiConsumer<ConnectionInput, StreamInput> action, Side from) {
        List<ConnectionInput> done = new ArrayList<>(0);
        for (ConnectionInput input : inputs) {
            try {
                action.accept(input, from == Side.CLIENT ? input.fromFirst() : input.fromSecond());
                if (input.isIgnored()) {
                    done.add(input);
                }
            } catch (RuntimeException | Error e) {
                done.add(input);
                tap.observer().failed(connection.name(), e);
            }
        }
        if (!done.isEmpty()) {
            inputs.removeAll(done);
            deaf = inputs.isEmpty();
            piece = deaf ? new byte[0] : piece;
        }
    }
}
