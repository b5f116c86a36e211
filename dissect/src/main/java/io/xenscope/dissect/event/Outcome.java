package io.xenscope.dissect.event;

/** How a migration came out. */
public enum Outcome {
    COMPLETE("complete"),
    FAILED("failed"),
    /** Remus or COLO ended after at least one complete epoch. */
    FAILOVER("failover"),
    TRUNCATED("truncated"),
    UNRECOGNISED("unrecognised");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** The value of {@code xenscope.outcome}. */
    public String text() {
        return text;
    }
}
