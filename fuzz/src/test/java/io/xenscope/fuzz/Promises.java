package io.xenscope.fuzz;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the event contract promises for every input: each migration is numbered from 0, starts once, ends once and last,
 * every octet lies in one tile, and the sums agree with the events.
 */
final class Promises {

    /** Octets in tiles by direction; a migration that is compressed on the way or carried in messages has none to compare. */
    record Account(long forward, long back, boolean comparable) {}

    private final Map<String, List<Event>> migrations = new LinkedHashMap<>();

    private Promises(List<Event> events) {
        for (Event event : events) {
            migrations
                    .computeIfAbsent(event.origin().migrationId(), id -> new java.util.ArrayList<>())
                    .add(event);
        }
    }

    /** @return the accounts of all migrations; none for what is told to be something else */
    static Map<String, Account> check(List<Event> events) {
        Map<String, Account> accounts = new HashMap<>();
        new Promises(events).migrations.forEach((id, own) -> {
            if (own.stream().anyMatch(event -> event.body() instanceof MigrationStart)) {
                numbers(own);
                long forward = tiles(own, Direction.FORWARD);
                long back = tiles(own, Direction.BACK);
                accounts.put(id, new Account(forward, back, sums(own)));
            } else {
                require(
                        own.stream().noneMatch(event -> event.body() instanceof MigrationEnd),
                        "an end without a start");
            }
        });
        return accounts;
    }

    static void require(boolean held, String promise) {
        if (!held) {
            throw new AssertionError(promise);
        }
    }

    /** @param about written out only when the promise is broken, which takes longer than all the rest */
    static void require(boolean held, String promise, Object about) {
        if (!held) {
            throw new AssertionError(promise + ": " + about);
        }
    }

    private static void numbers(List<Event> events) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            require(event.sequence() == i, "sequence", event);
            require(ids.add(event.id()), "id of its own", event);
            require(event.body() instanceof MigrationStart == (i == 0), "one start, first", event);
            require(event.body() instanceof MigrationEnd == (i == events.size() - 1), "one end, last", event);
        }
    }

    private static long tiles(List<Event> events, Direction direction) {
        long at = 0;
        long index = 0;
        for (Event event : events) {
            Event.Place place = event.place();
            if (place == null || place.direction() != direction || !isTile(event)) {
                continue;
            }
            require(place.offset() == at, "begins where the tile before ends", event);
            require(place.length() >= 0, "length", event);
            at = place.end();
            RecordInfo record = record(event);
            require(record == null || record.index() == index++, "record.index", event);
        }
        return at;
    }

    private static boolean isTile(Event event) {
        if (event.body() instanceof GapSeen gap) {
            return gap.resume() != GapSeen.Resume.PAYLOAD;
        }
        return record(event) != null;
    }

    static RecordInfo record(Event event) {
        if (event.body() instanceof RecordSeen seen) {
            return seen.record();
        }
        return event.body() instanceof BatchSeen seen ? seen.record() : null;
    }

    private static boolean sums(List<Event> events) {
        MigrationEnd end = (MigrationEnd) events.get(events.size() - 1).body();
        long missing = 0;
        long records = 0;
        for (Event event : events) {
            missing += event.body() instanceof GapSeen gap ? gap.missing() : 0;
            records += record(event) != null ? 1 : 0;
        }
        require(end.totals().missedBytes() == missing, "missed_bytes", end);
        require(end.totals().records() == records, "records", end);
        return end.totals().wireBytes() == null && !end.migration().carrier().equals("libvirt-rpc");
    }
}
