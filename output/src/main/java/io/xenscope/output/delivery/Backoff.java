package io.xenscope.output.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait between attempts: twice as long each time up to a bound, and by chance up to half of it less. */
final class Backoff {

    private final Duration shortest;
    private final Duration longest;
    private int failures;

    Backoff(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    void worked() {
        failures = 0;
    }

    /** After another failure. */
    Duration next() {
        long most = Math.min(longest.toMillis(), shortest.toMillis() << Math.min(failures, 20));
        failures++;
        // Many observers that lost the same destination must not come back at the same moment.
        return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
