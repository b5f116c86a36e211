package io.xenscope.bench;

import io.xenscope.capture.OctetInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The files that the script has made, by the name of the system property that tells where they are. */
final class Inputs {

    private static final int PIECE = 1 << 20;

    private Inputs() {}

    /** The file, decompressed. */
    static byte[] octets(String property) {
        String path = System.getProperty(property);
        if (path == null) {
            throw new IllegalStateException("run by bench/micro-speed, which makes " + property);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (OctetInput input = OctetInput.open(Path.of(path))) {
            for (int count = input.read(piece, 0, PIECE); count >= 0; count = input.read(piece, 0, PIECE)) {
                all.write(piece, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }
}
