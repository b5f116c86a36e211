package io.xenscope.dissect.resync;

/** What searches found out about the memory of a guest: when it holds streams, headers in pages are as good as those around. */
public final class GuestStreams {

    private boolean seen;

    void see() {
        seen = true;
    }

    boolean isSeen() {
        return seen;
    }
}
