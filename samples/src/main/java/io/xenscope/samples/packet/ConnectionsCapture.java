package io.xenscope.samples.packet;

import static io.xenscope.samples.packet.FrameHeaders.ACK;
import static io.xenscope.samples.packet.FrameHeaders.FIN;
import static io.xenscope.samples.packet.FrameHeaders.PSH;
import static io.xenscope.samples.packet.FrameHeaders.SYN;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes several TCP connections between the same hosts to one capture; each begins with its first octets. */
public final class ConnectionsCapture implements Closeable {
    private static final int FIRST_PORT = 44_282;
    private static final int SENDER_ISN = 0x1000_0000;
    private static final int RECEIVER_ISN = 0x5eed_0000;
    private static final Duration HOP = Duration.ofNanos(120_000);

    private final OutputStream capture;
    private final TcpOptions options;
    private final FrameHeaders headers;
    private final CaptureClock clock;
    private final Map<String, Ends> connections = new LinkedHashMap<>();

    private record Ends(TcpSide sender, TcpSide receiver) {
        TcpSide from(boolean fromSender) {
            return fromSender ? sender : receiver;
        }
    }

    /** Writes the file header at once. */
    public ConnectionsCapture(OutputStream capture, TcpOptions options) throws IOException {
        this.capture = capture;
        this.options = options;
        this.headers = new FrameHeaders(options);
        this.clock = new CaptureClock(options.bitsPerSecond());
        capture.write(options.format().fileHeader());
    }

    /** Octets on a connection, which is opened by its sender when it is new. */
    public void send(String connection, boolean fromSender, byte[] octets) throws IOException {
        Ends ends = connections.get(connection);
        if (ends == null) {
            ends = open(connections.size());
            connections.put(connection, ends);
        }
        clock.pass(HOP);
        for (int at = 0; at < octets.length; at += options.mss()) {
            int count = Math.min(options.mss(), octets.length - at);
            frame(ends, fromSender, at + count < octets.length ? ACK : ACK | PSH, octets, at, count);
            ends.from(fromSender).sent(count);
        }
        clock.pass(HOP);
        frame(ends, !fromSender, ACK, octets, 0, 0);
    }

    private Ends open(int number) throws IOException {
        Ends ends = new Ends(
                new TcpSide(1, options.ipv6(), FIRST_PORT + number, SENDER_ISN),
                new TcpSide(2, options.ipv6(), options.port(), RECEIVER_ISN));
        control(ends, true, SYN, 1);
        control(ends, false, SYN | ACK, 1);
        control(ends, true, ACK, 0);
        return ends;
    }

    private void control(Ends ends, boolean fromSender, int flags, int sequenceOctets) throws IOException {
        frame(ends, fromSender, flags, new byte[0], 0, 0);
        ends.from(fromSender).sent(sequenceOctets);
        clock.pass(HOP);
    }

    private void frame(Ends ends, boolean fromSender, int flags, byte[] octets, int at, int count) throws IOException {
        CaptureFormat format = options.format();
        int head = headers.octets(flags);
        int length = head + count;
        int frameAt = format.headerOctets();
        byte[] frame = new byte[frameAt + length + format.trailerOctets(length)];
        format.putHeader(frame, 0, clock.nanos(), length);
        System.arraycopy(octets, at, frame, frameAt + head, count);
        headers.put(frame, frameAt, ends.from(fromSender), ends.from(!fromSender), flags, count, clock.millis());
        format.putTrailer(frame, frameAt + length, length);
        capture.write(frame);
        clock.frame(length);
    }

    /** Closes all connections, the sender first, then the file. */
    @Override
    public void close() throws IOException {
        try (capture) {
            for (Ends ends : connections.values()) {
                control(ends, true, FIN | ACK, 1);
                control(ends, false, FIN | ACK, 1);
                control(ends, true, ACK, 0);
            }
        }
    }
}
