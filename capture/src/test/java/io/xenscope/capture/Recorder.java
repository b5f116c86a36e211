package io.xenscope.capture;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a capture and keeps what came of it. */
final class Recorder implements FlowListener {

    /** One direction; gaps show as one '_' for each octet (up to 100). */
    static final class Side implements StreamInput {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final List<String> gaps = new ArrayList<>();
        /** What was found, as {@code code@offset}. */
        final List<String> found = new ArrayList<>();

        final List<String> texts = new ArrayList<>();
        EndReason end;
        long offset;
        long endTime;

        @Override
        public void bytes(byte[] buffer, int from, int length, long time) {
            if (length < 1 || end != null) {
                throw new AssertionError("nothing to say, or after the end");
            }
            octets.write(buffer, from, length);
            offset += length;
        }

        @Override
        public void gap(long count, GapCause cause, long time) {
            if (count < 1 || end != null) {
                throw new AssertionError("no gap, or after the end");
            }
            gaps.add(cause + "@" + offset + "+" + count);
            offset += count;
            octets.writeBytes("_".repeat((int) Math.min(count, 100)).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void found(String code, String text, long time) {
            if (end != null) {
                throw new AssertionError("after the end");
            }
            found.add(code + "@" + offset);
            texts.add(text);
        }

        @Override
        public void end(EndReason reason, long time) {
            if (end != null) {
                throw new AssertionError("ended twice");
            }
            end = reason;
            endTime = time;
        }

        String text() {
            return octets.toString(StandardCharsets.ISO_8859_1);
        }
    }

    static final class Seen implements ConnectionInput {
        final Connection connection;
        final Side first = new Side();
        final Side second = new Side();
        boolean ignored;

        Seen(Connection connection) {
            this.connection = connection;
        }

        @Override
        public StreamInput fromFirst() {
            return first;
        }

        @Override
        public StreamInput fromSecond() {
            return second;
        }

        @Override
        public boolean isIgnored() {
            return ignored || first.text().startsWith("GET ");
        }
    }

    final List<Seen> connections = new ArrayList<>();
    final List<CaptureNotice> notices = new ArrayList<>();
    CaptureSummary summary;

    @Override
    public ConnectionInput open(Connection connection) {
        Seen seen = new Seen(connection);
        connections.add(seen);
        return seen;
    }

    static Recorder read(byte[] capture) {
        return read(capture, CaptureLimits.DEFAULT);
    }

    static Recorder read(byte[] capture, CaptureLimits limits) {
        Recorder recorder = new Recorder();
        try (OctetInput input = OctetInput.of(new ByteArrayInputStream(capture), "test")) {
            recorder.summary = new CaptureReader(input, recorder, limits, recorder.notices::add).run();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        for (Seen seen : recorder.connections) {
            if (seen.first.end == null || seen.second.end == null) {
                throw new AssertionError("a direction has no end");
            }
        }
        return recorder;
    }

    Seen only() {
        if (connections.size() != 1) {
            throw new AssertionError(connections.size() + " connections, " + summary + notices);
        }
        return connections.get(0);
    }

    Side first() {
        return only().first;
    }

    Side second() {
        return only().second;
    }

    /** Codes of the conditions of the capture and of its connections. */
    List<String> codes() {
        Stream<String> found = connections.stream()
                .flatMap(seen -> Stream.concat(seen.first.found.stream(), seen.second.found.stream()))
                .map(finding -> finding.substring(0, finding.indexOf('@')));
        return Stream.concat(notices.stream().map(CaptureNotice::code), found)
                .distinct()
                .toList();
    }
}
