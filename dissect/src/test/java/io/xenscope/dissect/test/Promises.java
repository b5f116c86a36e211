package io.xenscope.dissect.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the event contract promises for every input, however damaged: one start, one end, numbered events with ids of
 * their own, every octet in exactly one tile, and sums that agree with the events.
 */
final class Promises {

    /** Length of a direction that is compressed. */
    static final long UNKNOWN = -2;

    private Promises() {}

    /** @param lengths octets of the direction to the receiver and of the one back; −1 when it has no events, {@link #UNKNOWN} */
    static void check(Decoded decoded, long... lengths) {
        List<Event> events = decoded.events();
        assertThat(events).as("recognised").isNotEmpty();
        numbers(events);
        tiles(events, Direction.FORWARD, lengths[0]);
        tiles(events, Direction.BACK, lengths[1]);
        sums(decoded);
    }

    private static void numbers(List<Event> events) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            assertThat(event.sequence()).as("sequence").isEqualTo(i);
            assertThat(ids.add(event.id())).as("unique id of %s", event).isTrue();
            assertThat(event.body() instanceof MigrationStart).as("start first").isEqualTo(i == 0);
            assertThat(event.body() instanceof MigrationEnd)
                    .as("end last, once")
                    .isEqualTo(i == events.size() - 1);
        }
    }

    private static void tiles(List<Event> events, Direction direction, long length) {
        long at = 0;
        long index = 0;
        for (Event event : events) {
            if (event.place() == null || event.place().direction() != direction || !isTile(event)) {
                continue;
            }
            assertThat(event.place().offset())
                    .as("begins where the tile before ends: %s", event.message())
                    .isEqualTo(at);
            at = event.place().end();
            RecordInfo record = record(event);
            if (record != null) {
                assertThat(record.index()).as("record.index").isEqualTo(index++);
            }
        }
        if (length != UNKNOWN) {
            assertThat(at).as("octets in tiles, %s", direction).isEqualTo(Math.max(length, 0));
        }
    }

    private static boolean isTile(Event event) {
        if (event.body() instanceof GapSeen gap) {
            return gap.resume() != GapSeen.Resume.PAYLOAD;
        }
        return record(event) != null;
    }

    private static RecordInfo record(Event event) {
        if (event.body() instanceof RecordSeen seen) {
            return seen.record();
        }
        return event.body() instanceof BatchSeen seen ? seen.record() : null;
    }

    private static void sums(Decoded decoded) {
        var totals = decoded.end().totals();
        long missing = 0;
        long records = 0;
        for (Event event : decoded.events()) {
            missing += event.body() instanceof GapSeen gap ? gap.missing() : 0;
            records += record(event) != null ? 1 : 0;
        }
        assertThat(totals.missedBytes()).as("missed_bytes").isEqualTo(missing);
        assertThat(totals.records()).as("records").isEqualTo(records);
        assertThat(totals.batches()).as("batches").isEqualTo(decoded.batches().size());
        assertThat(totals.rounds()).as("rounds").isEqualTo(decoded.rounds().size());
        assertThat(totals.checkpoints())
                .as("checkpoints")
                .isEqualTo(decoded.checkpoints().size());
    }
}
