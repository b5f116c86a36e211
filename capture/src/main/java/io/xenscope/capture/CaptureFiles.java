package io.xenscope.capture;

/** Tells captures from other files. */
public final class CaptureFiles {

    private CaptureFiles() {}

    /**
     * Whether a file starting with {@code head} (at least 4 octets, after decompression) is a packet capture. True also
     * for the variants {@link CaptureReader} only names and turns down (carriers specification 8.1).
     */
    public static boolean isCapture(byte[] head) {
        return CaptureFormat.of(head) != CaptureFormat.UNKNOWN;
    }
}
