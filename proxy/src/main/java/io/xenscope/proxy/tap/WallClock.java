package io.xenscope.proxy.tap;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** When live octets pass. */
public final class WallClock {

    private WallClock() {}

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    public static long now() {
        Instant instant = Instant.now();
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
