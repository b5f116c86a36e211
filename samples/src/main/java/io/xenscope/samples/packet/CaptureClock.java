package io.xenscope.samples.packet;

import java.time.Duration;
import java.time.Instant;

/** Time of the capture: advances with every frame at the speed of the link. */
final class CaptureClock {
    private static final long START_NANOS =
            Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;
    /** Preamble, frame check sequence and gap between frames on an Ethernet link. */
    private static final int GAP_OCTETS = 24;

    private final double picosPerOctet;
    private long picos;

    CaptureClock(long bitsPerSecond) {
        this.picosPerOctet = 8e12 / bitsPerSecond;
    }

    /** Nanoseconds since 1970. */
    long nanos() {
        return START_NANOS + picos / 1000;
    }

    /** Milliseconds for TCP time stamps. */
    int millis() {
        return (int) (picos / 1_000_000_000L) + 1;
    }

    void frame(int octets) {
        picos += (long) ((octets + GAP_OCTETS) * picosPerOctet);
    }

    void pass(Duration time) {
        picos += time.toNanos() * 1000;
    }
}
