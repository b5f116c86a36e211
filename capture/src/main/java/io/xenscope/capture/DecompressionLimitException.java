package io.xenscope.capture;

import io.xenscope.dissect.finding.FindingCode;
import java.io.IOException;

/** More came out of a compressed input than is allowed. */
public final class DecompressionLimitException extends IOException {

    private static final long serialVersionUID = 1;

    /** What is found where this happens. */
    public static final FindingCode CODE = FindingCode.LIM_DECOMPRESSION;

    DecompressionLimitException(String message) {
        super(message);
    }
}
