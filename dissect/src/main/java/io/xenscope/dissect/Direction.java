package io.xenscope.dissect;

/** Which way octets travel. */
public enum Direction {
    /** From the host that gives the VM away to the host that receives it. */
    FORWARD("forward"),
    /** From the receiving host back to the sending one. */
    BACK("back");

    private final String text;

    Direction(String text) {
        this.text = text;
    }

    /** The value of {@code xenscope.direction}. */
    public String text() {
        return text;
    }
}
