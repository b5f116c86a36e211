package io.xenscope.samples.grammar;

import java.util.SplittableRandom;

/** Invented contents of blobs nobody looks into; the same seed gives the same octets. */
public final class Filler {
    private Filler() {}

    /** Octets of the given number, never all zero. */
    public static byte[] octets(int length, long seed) {
        byte[] blob = new byte[length];
        new SplittableRandom(seed).nextBytes(blob);
        if (length > 0) {
            blob[0] |= 1;
        }
        return blob;
    }

    /** A file of the given number of octets (at least 8) that begins like a QEMU save file of version 3. */
    public static byte[] qemuSaveFile(int length, long seed) {
        byte[] blob = octets(length, seed);
        byte[] start = {'Q', 'E', 'V', 'M', 0, 0, 0, 3};
        System.arraycopy(start, 0, blob, 0, start.length);
        return blob;
    }
}
