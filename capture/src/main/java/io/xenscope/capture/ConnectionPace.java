package io.xenscope.capture;

import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.analysis.Transport;
import io.xenscope.dissect.analysis.Way;
import org.jspecify.annotations.Nullable;

/** Follows what holds up the octets of a connection, and who closes it. */
final class ConnectionPace implements Way {

    private final Flow flow;
    private final DirectionPace forward;
    private final DirectionPace backward;
    private long lastTime;
    private long synTime = -1;
    private boolean answered;
    private long roundTrip = -1;
    private @Nullable Closing closing;

    ConnectionPace(Flow flow) {
        this.flow = flow;
        this.forward = new DirectionPace(flow.forward);
        this.backward = new DirectionPace(flow.backward);
        this.lastTime = flow.firstTime;
    }

    /** A segment was captured; nothing of it has been taken yet. */
    void segment(TcpDirection from, TcpSegment segment, long time) {
        long silence = time - lastTime;
        forward.pass(silence, roundTrip);
        backward.pass(silence, roundTrip);
        lastTime = Math.max(lastTime, time);
        boolean first = from == flow.forward;
        (first ? forward : backward).sent(segment);
        (first ? backward : forward).answered(segment);
        greeting(segment, time);
        boolean reset = segment.has(TcpSegment.RST);
        if (closing == null && (reset || segment.has(TcpSegment.FIN))) {
            closing = new Closing(flow.endpoint(first), reset, time);
        }
    }

    /** From SYN to the ACK of the SYN-ACK is a round trip, wherever it is captured. */
    private void greeting(TcpSegment segment, long time) {
        if (segment.has(TcpSegment.SYN)) {
            answered = segment.has(TcpSegment.ACK);
            synTime = answered ? synTime : time;
        } else if (answered && roundTrip < 0 && synTime >= 0) {
            roundTrip = time - synTime;
        }
    }

    @Override
    public @Nullable Transport from(Endpoint sender) {
        return (sender.equals(flow.endpoint(true)) ? forward : backward).transport();
    }

    @Override
    public @Nullable Closing closing() {
        return closing;
    }
}
