package io.xenscope.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a command parts with its events. */
enum Manner {
    /** Files are decoded: nothing is given up, and what cannot be delivered ends the command. */
    DECODING(true),
    /** Packets are captured: only standard output is waited for, as a reader at the other end of a pipe may want. */
    CAPTURING(false),
    /** Connections are forwarded, which waits for nothing. */
    FORWARDING(false),
    /** Connections are forwarded, and nothing is given up. */
    FORWARDING_PATIENTLY(true);

    private static final Duration UNDELIVERABLE = Duration.ofSeconds(60);

    private final boolean patient;

    Manner(boolean patient) {
        this.patient = patient;
    }

    /** Whether events wait for room instead of being given up. */
    boolean isPatient() {
        return patient;
    }

    /** Whether traffic is looked at as it passes. */
    boolean isLive() {
        return this != DECODING;
    }

    /** {@code observer.type} of live traffic. */
    String observer() {
        return this == CAPTURING ? "sniffer" : "proxy";
    }

    /** Whether events go there in the thread that makes them. */
    boolean isDirect(boolean standardOutput, boolean file) {
        return this == DECODING ? standardOutput || file : this == CAPTURING && standardOutput;
    }

    /** After how long without any success a destination is given up; null for never. */
    @Nullable
    Duration giveUp() {
        return this == DECODING ? UNDELIVERABLE : null;
    }
}
