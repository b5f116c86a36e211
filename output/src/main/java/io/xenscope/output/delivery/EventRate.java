package io.xenscope.output.delivery;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.RoundEnd;
import java.util.function.LongSupplier;

/**
 * Lets so many events pass in a second of arrival. What is in excess is given up by rank: detail first, which leaves a
 * quarter of the second's events to what is important; what is essential and rounds always pass, and count.
 */
public final class EventRate {

    private static final long SECOND = 1_000_000_000L;

    private final long most;
    private final LongSupplier clock;
    private long second = Long.MIN_VALUE;
    private long passed;

    /** @param most events in a second; {@link Long#MAX_VALUE} for as many as come */
    public EventRate(long most) {
        this(most, System::nanoTime);
    }

    /** @param clock nanoseconds from any beginning */
    EventRate(long most, LongSupplier clock) {
        this.most = most;
        this.clock = clock;
    }

    /** True when the event may pass; it counts then. */
    public boolean admits(Event event) {
        if (most == Long.MAX_VALUE) {
            return true;
        }
        long now = Math.floorDiv(clock.getAsLong(), SECOND);
        if (now != second) {
            second = now;
            passed = 0;
        }
        boolean admitted = event.body() instanceof RoundEnd
                || switch (Rank.of(event)) {
                    case DETAIL -> passed < most - most / 4;
                    case IMPORTANT -> passed < most;
                    case ESSENTIAL -> true;
                };
        passed += admitted ? 1 : 0;
        return admitted;
    }
}
