package io.xenscope.dissect.input;

import io.xenscope.dissect.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Ids that are the same for the same input on every run. */
final class Identity {

    private static final int OCTETS = 16;

    private Identity() {}

    /** A hash of the parts, as 32 hexadecimal digits. */
    static String of(String... parts) {
        byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.digest().digest(text), 0, OCTETS);
    }
}
