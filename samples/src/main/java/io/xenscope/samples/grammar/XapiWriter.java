package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes what xapi puts around an image (carriers 1.1 to 1.3); none of it is reported to a {@link RecordListener}. */
public final class XapiWriter {
    private final StreamWriter stream;

    XapiWriter(StreamWriter stream) {
        this.stream = stream;
    }

    /** The signature of the old layout. */
    public void oldSignature() throws IOException {
        text("XenSavedDomain\n");
    }

    /** The state of the device model behind the image of an HVM guest. */
    public void deviceModel(byte... state) throws IOException {
        deviceModel(state.length, state);
    }

    /** As above, with any length announced. */
    public void deviceModel(int length, byte... state) throws IOException {
        text("QemuDeviceModelRecord\n");
        stream.raw(ByteBuffer.allocate(4).putInt(length).array());
        stream.raw(state);
    }

    /** The signature of the structured layout. */
    public void signature() throws IOException {
        text("XenSavedDomv2-\n");
    }

    /** A record's header with any type and length. */
    public void header(long type, long length) throws IOException {
        stream.raw(new Body(ByteOrder.LITTLE_ENDIAN).u64(type).u64(length).toByteArray());
    }

    /** A record with its body. */
    public void record(long type, byte... body) throws IOException {
        header(type, body.length);
        stream.raw(body);
    }

    /** A handshake message that says success. */
    public void success() throws IOException {
        stream.raw((byte) 0, (byte) 0);
    }

    /** A handshake message that says what went wrong. */
    public void error(String message) throws IOException {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        stream.raw((byte) (octets.length >>> 8), (byte) octets.length);
        stream.raw(octets);
    }

    private void text(String text) throws IOException {
        stream.raw(text.getBytes(StandardCharsets.US_ASCII));
    }
}
