package io.xenscope.dissect.xl;

import io.xenscope.dissect.detect.ShellOutput;
import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The strings of {@code xl migrate}, the same in every release (modern-stream specification 1.6, 12.12). */
enum Handshake {
    /** Receiver to sender, first of all; the only one without a final NUL. */
    BANNER(ShellOutput.BANNER),
    /** Receiver to sender: the domain is built and paused. */
    READY("domain received, ready to unpause\0"),
    /** Sender to receiver: start it; receiver to sender: have it back. */
    GO("domain is yours, you are cleared to unpause\0"),
    /** Receiver to sender, one status octet follows. */
    REPORT("my copy unpause results are as follows\0");

    /** Octets that tell the strings apart from each other and from anything else. */
    private static final int TELLING = 8;

    private final String text;

    Handshake(String text) {
        this.text = text;
    }

    byte[] octets() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int length() {
        return text.length();
    }

    /** True when {@code seen} is this string whole. */
    boolean is(Slice seen) {
        return seen.length() == length() && seen.startsWith(octets());
    }

    /** The string that {@code seen} begins, or is the beginning of; null when there is none or too little was seen. */
    static @Nullable Handshake begunBy(Slice seen) {
        int common = Math.min(seen.length(), TELLING);
        for (Handshake string : values()) {
            if (common > 0 && seen.part(0, common).agreesWith(string.octets())) {
                return string;
            }
        }
        return null;
    }
}
