package io.xenscope.dissect.input;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that are the same for the same input on every run. */
final class Identity {

    private static final int OCTETS = 16;

    private Identity() {}

    /** A hash of the parts, as 32 hexadecimal digits. */
    static String of(String... parts) {
        try {
            byte[] text = String.join("|", parts).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
