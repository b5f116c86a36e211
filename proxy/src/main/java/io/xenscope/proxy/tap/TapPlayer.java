package io.xenscope.proxy.tap;

import io.netty.buffer.ByteBuf;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.proxy.relay.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** On the tap's thread: shows what happened on a connection to its inputs. An input that fails is left out from then on. */
final class TapPlayer {

    private static final int PIECE = 128 << 10;

    private final TapConnection connection;
    private final Tap tap;
    private List<ConnectionInput> inputs = List.of();
    private byte[] piece = new byte[0];
    private int endings;

    /** Nobody listens any more. */
    private volatile boolean deaf;

    TapPlayer(TapConnection connection, Tap tap) {
        this.connection = connection;
        this.tap = tap;
    }

    boolean isDeaf() {
        return deaf;
    }

    boolean isOver() {
        return deaf || endings == Side.values().length;
    }

    void progress(long time) {
        each(input -> input.progress(time), time);
    }

    void play(TapItem.OfConnection item) {
        if (item instanceof TapItem.Opened opened) {
            open(opened);
        } else if (item instanceof TapItem.Octets octets) {
            octets(octets);
        } else if (item instanceof TapItem.Shed shed) {
            each(input -> side(input, shed.from()).gap(shed.octets(), GapCause.OVERLOAD, shed.time()), shed.time());
        } else if (item instanceof TapItem.Ended ended) {
            endings++;
            each(input -> side(input, ended.from()).end(ended.reason(), ended.time()), ended.time());
        }
    }

    private void open(TapItem.Opened opened) {
        try {
            inputs = tap.inputsFor(opened);
        } catch (RuntimeException | Error e) {
            tap.failed(connection.id(), e);
        }
        deaf = inputs.isEmpty();
    }

    private void octets(TapItem.Octets item) {
        ByteBuf octets = item.octets();
        try {
            each(input -> side(input, item.from()).paced(item.pace()), item.time());
            while (octets.isReadable() && !deaf) {
                int count = Math.min(PIECE, octets.readableBytes());
                if (piece.length < count) {
                    piece = new byte[count < 4096 ? 4096 : PIECE];
                }
                octets.readBytes(piece, 0, count);
                each(input -> side(input, item.from()).bytes(piece, 0, count, item.time()), item.time());
            }
        } finally {
            octets.release();
            tap.budget().giveBack(item.charge());
        }
    }

    private static StreamInput side(ConnectionInput input, Side from) {
        return from == Side.CLIENT ? input.fromFirst() : input.fromSecond();
    }

    private void each(Consumer<ConnectionInput> action, long time) {
        List<ConnectionInput> done = new ArrayList<>(0);
        for (ConnectionInput input : inputs) {
            try {
                action.accept(input);
                if (input.isIgnored()) {
                    done.add(input);
                }
            } catch (RuntimeException | Error e) {
                done.add(input);
                tap.failed(connection.id(), e);
                giveUp(input, time);
            }
        }
        if (!done.isEmpty()) {
            inputs.removeAll(done);
            deaf = inputs.isEmpty();
            piece = deaf ? new byte[0] : piece;
        }
    }

    /** What was begun should also be seen to end; an input that failed may not be able to. */
    private static void giveUp(ConnectionInput input, long time) {
        for (StreamInput side : List.of(input.fromFirst(), input.fromSecond())) {
            try {
                side.end(EndReason.INPUT_ERROR, time);
            } catch (RuntimeException | Error e) {
                // Told already that it failed.
            }
        }
    }
}
