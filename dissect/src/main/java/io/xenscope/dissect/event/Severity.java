package io.xenscope.dissect.event;

/** Weight of a finding. */
public enum Severity {
    /** Legal, worth telling. */
    NOTE("note"),
    /** Against the specification but tolerated by receivers, or a known sender bug. */
    WARN("warn"),
    /** A real receiver stops here, or framing is lost. */
    ERROR("error");

    private final String text;

    Severity(String text) {
        this.text = text;
    }

    /** The value of {@code xenscope.expert.severity}. */
    public String text() {
        return text;
    }
}
