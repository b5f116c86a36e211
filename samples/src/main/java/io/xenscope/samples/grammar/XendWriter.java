package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes what xend puts around an image, and the lines of its relocation server (carriers 4.1, 4.3). None of it is
 * reported to a {@link RecordListener}.
 */
public final class XendWriter {
    private final StreamWriter stream;

    XendWriter(StreamWriter stream) {
        this.stream = stream;
    }

    /** Sender to receiver, first of all: {@code receive} or another command. */
    public void command(String command) throws IOException {
        text(command + "\n");
    }

    /** Receiver to sender: the answer to {@code receive} or {@code sslreceive}. */
    public void ready(String command) throws IOException {
        text("(ready " + command + ")\n");
    }

    /** Receiver to sender: the domain runs. */
    public void ok() throws IOException {
        text("(ok)\n");
    }

    /** Receiver to sender: it failed; both values are written as they stand. */
    public void err(String type, String value) throws IOException {
        text("(err (type " + type + ") (value " + value + "))\n");
    }

    /** Header and configuration of a save file or relocation. */
    public void guestRecord(String config) throws IOException {
        byte[] octets = config.getBytes(StandardCharsets.UTF_8);
        guestRecord(octets.length, octets);
    }

    /** A header that announces any length. */
    public void guestRecord(int length, byte... config) throws IOException {
        text("LinuxGuestRecord");
        stream.raw(ByteBuffer.allocate(4).putInt(length).array());
        stream.raw(config);
    }

    private void text(String text) throws IOException {
        stream.raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
