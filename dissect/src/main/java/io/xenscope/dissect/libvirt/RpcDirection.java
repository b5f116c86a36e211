package io.xenscope.dissect.libvirt;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.engine.Boundaries;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.engine.StepDriver;
import org.jspecify.annotations.Nullable;

/** One direction of an RPC connection: messages, of which only the octets of streams are looked at. */
public final class RpcDirection implements Boundaries, PieceConsumer {

    private final Listener listener;
    private @Nullable RpcHeader data;
    private long now;
    private GapCause cause = GapCause.CAPTURE_LOSS;

    /** Hears what the direction brings; offsets are the connection's. */
    public interface Listener {

        /** A message begins. */
        void message(RpcHeader header, long offset, long time);

        /** Octets of a stream. */
        void data(RpcHeader header, byte[] octets, int index, int length, long time);

        /** Octets of a stream that were lost. */
        void lostData(RpcHeader header, long count, GapCause cause, long time);

        /** A message whose length is impossible; nothing behind it can be read. */
        void impossible(long length, long time);

        /** Octets were lost that may belong to anything; nothing behind them can be read. */
        void framingLost(GapCause cause, long time);

        void found(String code, String text, long time);

        void ended(EndReason reason, long time);
    }

    private RpcDirection(Listener listener) {
        this.listener = listener;
    }

    /** Where the octets of the direction go. */
    public static StreamInput input(Listener listener) {
        RpcDirection direction = new RpcDirection(listener);
        return new StepDriver(direction::message, direction);
    }

    private Step message() {
        return Step.read(RpcHeader.LENGTH, this::header);
    }

    private Step header(Slice in) {
        RpcHeader header = RpcHeader.read(in);
        if (!header.isKnownProgram()) {
            listener.framingLost(GapCause.UNDECODABLE, now);
            return Step.opaque(in.offset());
        }
        if (!header.isPlausibleLength()) {
            listener.impossible(header.length(), now);
            return Step.opaque(in.offset());
        }
        listener.message(header, in.offset(), now);
        data = header.isData() ? header : null;
        PieceConsumer body = header.isData() ? this : PieceConsumer.ignoring();
        return Step.stream(header.length() - RpcHeader.LENGTH, body, this::message);
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        RpcHeader header = data;
        if (header != null) {
            listener.data(header, octets, index, length, now);
        }
    }

    @Override
    public void missing(long count) {
        RpcHeader header = data;
        if (header != null) {
            listener.lostData(header, count, cause, now);
        }
    }

    @Override
    public void now(long time) {
        now = time;
    }

    @Override
    public void absorbed(long offset, long missing, GapCause why, long time) {
        cause = why;
    }

    @Override
    public long lost(long offset, GapCause why, long time) {
        listener.framingLost(why, time);
        return offset;
    }

    @Override
    public void found(long offset, String code, String text, long time) {
        listener.found(code, text, time);
    }

    @Override
    public void ended(long position, long since, long wanted, @Nullable Tail tail, EndReason reason, long time) {
        listener.ended(reason, time);
    }
}
