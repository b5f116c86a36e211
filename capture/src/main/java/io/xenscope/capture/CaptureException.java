package io.xenscope.capture;

import java.io.IOException;

/** Live capturing cannot begin or go on; the message says why and what helps. */
public final class CaptureException extends IOException {

    private static final long serialVersionUID = 1;

    CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
