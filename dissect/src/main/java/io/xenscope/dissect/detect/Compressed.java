package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;

/** What is compressed in a way that is not undone on connections, by its first octets (carriers specification 5, D22). */
enum Compressed {
    XZ("xz", "\u00fd7zXZ\0"),
    LZ4("LZ4", "\u0004\"M\u0018"),
    LZ4_LEGACY("LZ4 in its legacy format", "\u0002!L\u0018"),
    BZIP2("bzip2", "BZh"),
    LZOP("lzop", "\u0089LZO\0\r\n\u001a\n");

    /** Begins the first block of bzip2, behind the digit that tells its size. */
    private static final String BZIP2_BLOCK = "1AY&SY";

    private final String text;
    private final String magic;

    Compressed(String text, String magic) {
        this.text = text;
        this.magic = magic;
    }

    String text() {
        return text;
    }

    /** True when the octets are its first ones, or begin them. */
    boolean agrees(Slice head) {
        if (this != BZIP2 || head.length() <= magic.length()) {
            return head.agreesWith(octets(magic));
        }
        int digit = head.u8(magic.length());
        Slice block = head.part(magic.length() + 1, head.length() - magic.length() - 1);
        boolean fits = digit >= '1' && digit <= '9';
        return fits && head.startsWith(octets(magic)) && block.agreesWith(octets(BZIP2_BLOCK));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Octets that tell it. */
    int telling() {
        return this == BZIP2 ? magic.length() + 1 + BZIP2_BLOCK.length() : magic.length();
    }
}
