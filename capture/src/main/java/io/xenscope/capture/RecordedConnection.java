package io.xenscope.capture;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a connection carries as packets of a TCP connection made up around it: a handshake, segments as large as
 * IP allows, acknowledgements, FIN or RST. Octets that are missing are left out of the sequence and acknowledged, which
 * says to every reader that they were there but not captured.
 *
 * <p>Its methods throw {@link UncheckedIOException} when the recording cannot be written.
 */
final class RecordedConnection implements ConnectionInput {

    /** Fifteen pages: as many as fit an IP packet with its headers. */
    private static final int SEGMENT = 15 * 4096;

    /** Readers take differences of sequence numbers as signed 32-bit numbers. */
    private static final long STEP = 1L << 30;

    private static final byte[] NOTHING = {};
    private static final byte[] NO_OCTET = {0};

    private final PcapngWriter writer;
    private final int source;
    private final Direction first;
    private final Direction second;

    RecordedConnection(PcapngWriter writer, int source, Endpoint from, Endpoint to, long time) {
        this.writer = writer;
        this.source = source;
        this.first = new Direction(new SegmentHeader(from, to));
        this.second = new Direction(new SegmentHeader(to, from));
        first.send(SegmentHeader.SYN, second, time);
        first.next++;
        second.send(SegmentHeader.SYN | SegmentHeader.ACK, first, time);
        second.next++;
        first.send(SegmentHeader.ACK, second, time);
    }

    @Override
    public StreamInput fromFirst() {
        return input(first, second);
    }

    @Override
    public StreamInput fromSecond() {
        return input(second, first);
    }

    private StreamInput input(Direction from, Direction to) {
        return new StreamInput() {
            @Override
            public void bytes(byte[] buffer, int offset, int length, long time) {
                for (int at = 0; at < length; at += SEGMENT) {
                    int count = Math.min(SEGMENT, length - at);
                    from.send(SegmentHeader.ACK, to, time, buffer, offset + at, count);
                    from.next += count;
                }
            }

            @Override
            public void gap(long octets, GapCause cause, long time) {
                for (long left = octets; left > 0; left -= STEP) {
                    from.next += Math.min(left, STEP);
                    if (left > STEP) {
                        from.sendLastCutOff(to, time);
                    }
                    to.send(SegmentHeader.ACK, from, time);
                }
            }

            @Override
            public void end(EndReason reason, long time) {
                from.ended = reason;
                if (reason == EndReason.FIN) {
                    from.send(SegmentHeader.FIN | SegmentHeader.ACK, to, time);
                    from.next++;
                    to.send(SegmentHeader.ACK, from, time);
                }
                // A reset ends both directions for whoever reads it: it has to wait for the other one.
                if (to.ended != null && (reason == EndReason.RESET || to.ended == EndReason.RESET)) {
                    Direction resetting = reason == EndReason.RESET ? from : to;
                    resetting.send(SegmentHeader.RST | SegmentHeader.ACK, resetting == from ? to : from, time);
                }
            }
        };
    }

    /** One direction: the sequence number its next octet has. */
    private final class Direction {
        private final SegmentHeader header;
        private long next;
        private @Nullable EndReason ended;

        Direction(SegmentHeader header) {
            this.header = header;
        }

        void send(int flags, Direction other, long time) {
            send(flags, other, time, NOTHING, 0, 0);
        }

        void send(int flags, Direction other, long time, byte[] octets, int from, int count) {
            int length = header.set(next, other.next, flags, octets, from, count);
            write(time, length, octets, from, count, length + count);
        }

        /** The octet before the next one, in a packet of which only the headers were kept: marks how far a hole goes. */
        void sendLastCutOff(Direction other, long time) {
            int length = header.set(next - 1, other.next, SegmentHeader.ACK, NO_OCTET, 0, 1);
            write(time, length, NOTHING, 0, 0, length + 1);
        }

        private void write(long time, int headers, byte[] octets, int from, int count, int wireLength) {
            try {
                writer.packet(source, time, header.octets(), headers, octets, from, from + count, wireLength);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
