package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.proxy.tap.WallClock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Says in an event whenever more was lost than the last one said. */
final class DropEvents {

    private static final Origin NOWHERE = new Origin("0".repeat(32), null, null, null);

    private final Predicate<Event> offering;
    private Map<String, Long> told = Map.of();
    private long sequence;

    /** @param offering passes an event on; false if it could not, and has to be told again */
    DropEvents(Predicate<Event> offering) {
        this.offering = offering;
    }

    /**
     * @param counts what was lost so far, by reason; those that are 0 are left out
     * @param events how many of these are events
     * @param octets how many are tapped octets
     */
    void tell(Map<String, Long> counts, long events, long octets) {
        Map<String, Long> now = new TreeMap<>(counts);
        now.values().removeIf(count -> count == 0);
        if (now.equals(told)) {
            return;
        }
        long time = WallClock.now();
        StringBuilder text = new StringBuilder("Lost so far:");
        now.forEach((reason, count) -> text.append(' ')
                .append(count)
                .append(' ')
                .append(reason.replace('_', ' '))
                .append(','));
        text.setLength(text.length() - 1);
        Event event = new Event(
                NOWHERE,
                String.format("%032x", time),
                sequence,
                time,
                null,
                text.toString(),
                new PipelineDrop(events, octets, now));
        if (offering.test(event)) {
            sequence++;
            told = now;
        }
    }
}
