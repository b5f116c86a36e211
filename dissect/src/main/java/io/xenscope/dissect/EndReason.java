package io.xenscope.dissect;

/** How a direction ended. */
public enum EndReason {
    /** Orderly: FIN, or the end of a file or pipe. */
    FIN("closed in order"),
    /** A TCP reset. */
    RESET("reset"),
    /** The capture stops here; the connection may have gone on. */
    CAPTURE_END("the capture ends"),
    /** No packet for so long that the flow was given up. */
    EXPIRED("no packet any more"),
    /** The input could not be read any further (damaged container, decompression or I/O error). */
    INPUT_ERROR("the input cannot be read further");

    private final String text;

    EndReason(String text) {
        this.text = text;
    }

    /** For messages: completes "the direction ended: …". */
    public String text() {
        return text;
    }

    /** True when every octet the sender wrote before the end has been handed over, so that silence is a fact. */
    public boolean isComplete() {
        return this == FIN || this == RESET;
    }
}
