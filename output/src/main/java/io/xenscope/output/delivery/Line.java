package io.xenscope.output.delivery;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.MigrationEnd;
import java.nio.charset.StandardCharsets;

/** An event written out, with what destinations have to know about it. Never changed. */
public final class Line {

    /** What a line takes beside its octets, roughly: the objects and texts that make it up. */
    private static final int OVERHEAD = 192;

    /**
     * What is known of the event.
     *
     * @param eventId {@code event.id}: the same event has the same id however often it arrives
     * @param migrationId what is kept in order
     * @param action {@code event.action}
     * @param severity of a finding; empty for other events
     * @param outcome of a migration that ended; empty for other events
     * @param time nanoseconds since the epoch
     * @param rank what is given up first
     */
    public record Facts(
            String eventId, String migrationId, String action, String severity, String outcome, long time, Rank rank) {

        /** The facts of an event. */
        public static Facts of(Event event) {
            return new Facts(
                    event.id(),
                    event.origin().migrationId(),
                    event.body().action(),
                    event.body() instanceof ExpertInfo expert
                            ? expert.severity().text()
                            : "",
                    event.body() instanceof MigrationEnd end ? end.outcome().text() : "",
                    event.time(),
                    Rank.of(event));
        }
    }

    private final byte[] octets;
    private final Facts facts;

    /** @param octets UTF-8 with the line end, not changed any more; with full detail a text may have several lines */
    public Line(byte[] octets, Facts facts) {
        this.octets = octets;
        this.facts = facts;
    }

    /** The octets with the line end; not to be changed. */
    public byte[] octets() {
        return octets;
    }

    /** What is known of the event. */
    public Facts facts() {
        return facts;
    }

    /** Memory it takes while it waits. */
    int cost() {
        return octets.length + OVERHEAD;
    }

    Rank rank() {
        return facts.rank();
    }

    /** Octets without the line end. */
    public int length() {
        return octets.length > 0 && octets[octets.length - 1] == '\n' ? octets.length - 1 : octets.length;
    }

    /** The text without the line end. */
    public String text() {
        return new String(octets, 0, length(), StandardCharsets.UTF_8);
    }
}
