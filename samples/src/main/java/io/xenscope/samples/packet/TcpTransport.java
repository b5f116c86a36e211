package io.xenscope.samples.packet;

import static io.xenscope.samples.packet.FrameHeaders.ACK;
import static io.xenscope.samples.packet.FrameHeaders.FIN;
import static io.xenscope.samples.packet.FrameHeaders.PSH;
import static io.xenscope.samples.packet.FrameHeaders.RST;
import static io.xenscope.samples.packet.FrameHeaders.SYN;

import io.xenscope.samples.scenario.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes both directions of a run as one TCP connection to a capture file. The sender opens the connection; segments
 * are full unless the other side speaks or nothing is sent for a while; two full segments are answered by an
 * acknowledgement.
 */
public final class TcpTransport implements Transport {
    private static final int FLUSH_AT = 1 << 18;
    private static final int LONGEST_FRAME = TcpOptions.MAX_MSS + 256;
    private static final int SENDER_PORT = 44_282;
    private static final int RECEIVER_ISN = 0x5eed0000;
    private static final Duration DELAYED_ACK = Duration.ofMillis(40);
    private static final Duration HOP = Duration.ofNanos(120_000);

    private final OutputStream capture;
    private final TcpOptions options;
    private final CaptureFormat format;
    private final FrameHeaders headers;
    private final CaptureClock clock;
    private final TcpSide sender;
    private final TcpSide receiver;
    private final byte[] buffer = new byte[FLUSH_AT + LONGEST_FRAME];
    private final OutputStream forward;
    private final OutputStream back;
    private int used;
    private @Nullable TcpSide speaker;
    private int pending;

    /** Writes the file header and the opening of the connection at once. */
    public TcpTransport(OutputStream capture, TcpOptions options) throws IOException {
        this.capture = capture;
        this.options = options;
        this.format = options.format();
        this.headers = new FrameHeaders(options);
        this.clock = new CaptureClock(options.bitsPerSecond());
        this.sender = new TcpSide(1, options.ipv6(), SENDER_PORT, options.forwardIsn());
        this.receiver = new TcpSide(2, options.ipv6(), options.port(), RECEIVER_ISN);
        this.forward = new Side(sender);
        this.back = new Side(receiver);
        capture.write(format.fileHeader());
        open();
    }

    @Override
    public OutputStream forward() {
        return forward;
    }

    @Override
    public OutputStream back() {
        return back;
    }

    @Override
    public void idle(Duration pause) throws IOException {
        finishSegment();
        if (pause.compareTo(DELAYED_ACK) > 0) {
            clock.pass(DELAYED_ACK);
            acknowledgeAll();
            clock.pass(pause.minus(DELAYED_ACK));
        } else {
            clock.pass(pause);
            acknowledgeAll();
        }
    }

    @Override
    public void close() throws IOException {
        try (capture) {
            finishSegment();
            end();
            capture.write(buffer, 0, used);
            used = 0;
        }
    }

    private void open() throws IOException {
        control(sender, SYN, 1);
        clock.pass(HOP);
        control(receiver, SYN | ACK, 1);
        clock.pass(HOP);
        control(sender, ACK, 0);
    }

    private void end() throws IOException {
        if (options.end() == TcpEnd.RST) {
            control(sender, RST | ACK, 0);
        } else if (options.end() == TcpEnd.FIN) {
            control(sender, FIN | ACK, 1);
            clock.pass(HOP);
            control(receiver, FIN | ACK, 1);
            clock.pass(HOP);
            control(sender, ACK, 0);
        }
    }

    private TcpSide peer(TcpSide side) {
        return side == sender ? receiver : sender;
    }

    private void data(TcpSide from, byte[] octets, int offset, int length) throws IOException {
        if (speaker != from) {
            finishSegment();
            speaker = from;
        }
        int payloadAt = used + format.headerOctets() + headers.octets(ACK);
        int taken = 0;
        while (taken < length) {
            int count = Math.min(options.mss() - pending, length - taken);
            System.arraycopy(octets, offset + taken, buffer, payloadAt + pending, count);
            pending += count;
            taken += count;
            if (pending == options.mss()) {
                segment(from, ACK);
                payloadAt = used + format.headerOctets() + headers.octets(ACK);
            }
        }
    }

    private void finishSegment() throws IOException {
        if (speaker != null && pending > 0) {
            segment(speaker, ACK | PSH);
        }
    }

    private void segment(TcpSide from, int flags) throws IOException {
        TcpSide to = peer(from);
        int octets = pending;
        pending = 0;
        frame(from, flags, octets);
        from.sent(octets);
        to.received();
        if (to.unacknowledged() == 2) {
            control(to, ACK, 0);
        }
    }

    private void acknowledgeAll() throws IOException {
        if (sender.unacknowledged() > 0) {
            control(sender, ACK, 0);
        }
        if (receiver.unacknowledged() > 0) {
            control(receiver, ACK, 0);
        }
    }

    /** @param sequenceOctets sequence numbers the flags take: 1 for SYN and FIN */
    private void control(TcpSide from, int flags, int sequenceOctets) throws IOException {
        frame(from, flags, 0);
        from.sent(sequenceOctets);
    }

    private void frame(TcpSide from, int flags, int payload) throws IOException {
        int octets = headers.octets(flags) + payload;
        int at = used + format.headerOctets();
        format.putHeader(buffer, used, clock.nanos(), octets);
        headers.put(buffer, at, from, peer(from), flags, payload, clock.millis());
        format.putTrailer(buffer, at + octets, octets);
        used = at + octets + format.trailerOctets(octets);
        clock.frame(octets);
        from.acknowledged();
        if (used >= FLUSH_AT) {
            capture.write(buffer, 0, used);
            used = 0;
        }
    }

    private final class Side extends OutputStream {
        private final TcpSide side;

        Side(TcpSide side) {
            this.side = side;
        }

        @Override
        public void write(int octet) throws IOException {
            data(side, new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            data(side, octets, offset, length);
        }
    }
}
