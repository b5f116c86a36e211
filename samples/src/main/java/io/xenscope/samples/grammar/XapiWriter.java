package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes what xapi puts around an image (carriers 1.2); none of it is reported to a {@link RecordListener}. */
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

    private void text(String text) throws IOException {
        stream.raw(text.getBytes(StandardCharsets.US_ASCII));
    }
}
