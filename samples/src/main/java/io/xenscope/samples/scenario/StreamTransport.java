package io.xenscope.samples.scenario;

import java.io.IOException;
import java.io.OutputStream;

/** Writes each direction to an output of its own. */
public final class StreamTransport implements Transport {
    private final OutputStream forward;
    private final OutputStream back;

    /** Both directions. */
    public StreamTransport(OutputStream forward, OutputStream back) {
        this.forward = forward;
        this.back = back;
    }

    /** The forward direction; what the receiver says is dropped. */
    public StreamTransport(OutputStream forward) {
        this(forward, OutputStream.nullOutputStream());
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
    public void close() throws IOException {
        try (back) {
            forward.close();
        }
    }
}
