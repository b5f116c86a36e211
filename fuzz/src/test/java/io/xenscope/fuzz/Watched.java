package io.xenscope.fuzz;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;

/** Holds whoever reassembles to the manners of {@link StreamInput}: one end, last, and no empty hole. */
final class Watched implements ConnectionInput {

    private final ConnectionInput connection;
    private final Side first;
    private final Side second;

    Watched(ConnectionInput connection) {
        this.connection = connection;
        this.first = new Side(connection.fromFirst());
        this.second = new Side(connection.fromSecond());
    }

    /** To be called when all is read. */
    void ended() {
        Promises.require(first.ended && second.ended, "both directions end");
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
        return connection.isIgnored();
    }

    @Override
    public long memory() {
        long memory = connection.memory();
        Promises.require(memory >= 0, "memory is counted");
        return memory;
    }

    @Override
    public void progress(long time) {
        connection.progress(time);
    }

    private static final class Side implements StreamInput {
        private final StreamInput input;
        private boolean ended;

        Side(StreamInput input) {
            this.input = input;
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length, long time) {
            Promises.require(!ended && length >= 0 && offset + length <= buffer.length, "octets before the end");
            input.bytes(buffer, offset, length, time);
        }

        @Override
        public void gap(long octets, GapCause cause, long time) {
            Promises.require(!ended && octets > 0, "a hole of " + octets + " before the end");
            input.gap(octets, cause, time);
        }

        @Override
        public void found(String code, String text, long time) {
            Promises.require(!ended, "findings before the end");
            input.found(code, text, time);
        }

        @Override
        public void end(EndReason reason, long time) {
            Promises.require(!ended, "one end");
            ended = true;
            input.end(reason, time);
        }
    }
}
