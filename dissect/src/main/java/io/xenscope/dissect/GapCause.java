package io.xenscope.dissect;

/** Why octets of a stream are not there, by the names of the event contract. */
public enum GapCause {
    /** The receiver got them, the capture did not. */
    CAPTURE_LOSS("capture_loss"),
    /** The capture kept only the first octets of each frame. */
    SNAPLEN("snaplen"),
    /** The live tap gave them up to keep memory bounded. */
    OVERLOAD("overload"),
    /** The stream ended before the octets its headers announced. */
    TRUNCATED("truncated"),
    /** Present, but belonging to nothing that could be decoded. */
    UNDECODABLE("undecodable");

    private final String text;

    GapCause(String text) {
        this.text = text;
    }

    /** The value of {@code xenscope.gap.cause}. */
    public String text() {
        return text;
    }
}
