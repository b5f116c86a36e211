package io.xenscope.proxy;

/** Why a connection is not forwarded. */
public enum Refusal {
    /** It would come back to this very proxy. */
    LOOP("its destination is this proxy"),
    /** Where it was meant to go is not known. */
    NO_DESTINATION("no NAT rule brought it here, so its destination is not known");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
