package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the messages of {@code xl migrate} (section 1.6). They belong to no record layer and are not reported to a
 * {@link RecordListener}.
 */
public final class HandshakeWriter {
    private final StreamWriter stream;

    HandshakeWriter(StreamWriter stream) {
        this.stream = stream;
    }

    /** Receiver to sender, first of all: 54 octets, no NUL. */
    public void banner() throws IOException {
        text("xl migration receiver ready, send binary domain data.\n");
    }

    /** Receiver to sender: the domain is built and paused; 34 octets with NUL. */
    public void ready() throws IOException {
        text("domain received, ready to unpause\0");
    }

    /** Either direction: the domain may be started (or taken back); 44 octets with NUL. */
    public void go() throws IOException {
        text("domain is yours, you are cleared to unpause\0");
    }

    /** Receiver to sender: a status octet follows; 39 octets with NUL. */
    public void report() throws IOException {
        text("my copy unpause results are as follows\0");
    }

    /** Receiver to sender: 0 is success, otherwise a positive libxl error number or 0xFF. */
    public void status(int code) throws IOException {
        stream.raw((byte) code);
    }

    private void text(String message) throws IOException {
        stream.raw(message.getBytes(StandardCharsets.US_ASCII));
    }
}
