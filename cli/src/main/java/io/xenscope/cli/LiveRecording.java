package io.xenscope.cli;

import io.xenscope.capture.Recording;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Records what a live tap sees. When that cannot be written, it is told once, and all else goes on without. */
final class LiveRecording implements AutoCloseable {

    private final Recording recording;
    private final LiveCounts counts;
    private boolean failed;

    LiveRecording(Recording recording, LiveCounts counts) {
        this.recording = recording;
        this.counts = counts;
    }

    /** A connection to record; null once recording has failed. */
    @Nullable
    ConnectionInput open(@Nullable Endpoint client, @Nullable Endpoint server, long time) {
        ConnectionInput[] opened = new ConnectionInput[1];
        guard(() -> opened[0] = recording.open(client, server, time));
        ConnectionInput input = opened[0];
        return input == null ? null : new Guarded(input);
    }

    @Override
    public void close() {
        guard(recording::close);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void guard(Writing action) {
        if (failed) {
            return;
        }
        try {
            action.run();
        } catch (UncheckedIOException | IOException e) {
            failed = true;
            counts.recordingFailed(e);
        }
    }

    private final class Guarded implements ConnectionInput {
        private final ConnectionInput input;

        Guarded(ConnectionInput input) {
            this.input = input;
        }

        @Override
        public StreamInput fromFirst() {
            return guarded(input.fromFirst());
        }

        @Override
        public StreamInput fromSecond() {
            return guarded(input.fromSecond());
        }

        @Override
        public boolean isIgnored() {
            return failed;
        }
    }

    private StreamInput guarded(StreamInput to) {
        return new StreamInput() {
            @Override
            public void bytes(byte[] buffer, int offset, int length, long time) {
                guard(() -> to.bytes(buffer, offset, length, time));
            }

            @Override
            public void gap(long octets, GapCause cause, long time) {
                guard(() -> to.gap(octets, cause, time));
            }

            @Override
            public void end(EndReason reason, long time) {
                guard(() -> to.end(reason, time));
                guard(recording::flush);
            }
        };
    }
}
