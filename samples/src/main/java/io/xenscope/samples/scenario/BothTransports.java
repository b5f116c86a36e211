package io.xenscope.samples.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Writes the same run to two transports. */
public final class BothTransports implements Transport {
    private final Transport first;
    private final Transport second;
    private final OutputStream forward;
    private final OutputStream back;

    /** Every write goes to {@code first}, then to {@code second}. */
    public BothTransports(Transport first, Transport second) {
        this.first = first;
        this.second = second;
        this.forward = new Fork(first.forward(), second.forward());
        this.back = new Fork(first.back(), second.back());
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
        first.idle(pause);
        second.idle(pause);
    }

    @Override
    public void close() throws IOException {
        try (second) {
            first.close();
        }
    }

    private static final class Fork extends OutputStream {
        private final OutputStream first;
        private final OutputStream second;

        Fork(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void write(int octet) throws IOException {
            first.write(octet);
            second.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            first.write(octets, offset, length);
            second.write(octets, offset, length);
        }
    }
}
