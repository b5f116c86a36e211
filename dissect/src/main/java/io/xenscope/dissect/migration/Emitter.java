package io.xenscope.dissect.migration;

import io.xenscope.dissect.Sha256;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers the events of one migration and gives each its identity. */
final class Emitter {

    private static final int ID_OCTETS = 16;

    /** Findings of one record lie at places that go back and forth, but not farther than this many places. */
    private static final int PLACES_REMEMBERED = 1024;

    private final Origin origin;
    private final EventSink sink;
    private final MessageDigest digest = Sha256.digest();
    private final Map<String, Ordinals> ordinals = new HashMap<>();
    private long sequence;

    /** How many events of one kind began at the same offset, for the latest offsets. */
    private static final class Ordinals extends LinkedHashMap<Long, Integer> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > PLACES_REMEMBERED;
        }
    }

    Emitter(Origin origin, EventSink sink) {
        this.origin = origin;
        this.sink = sink;
    }

    void emit(long time, Event.@Nullable Place place, String message, EventBody body) {
        sink.accept(new Event(origin, id(place, body.action()), sequence++, time, place, message, body));
    }

    private String id(Event.@Nullable Place place, String action) {
        String direction = place == null ? "" : place.direction().text();
        long offset = place == null ? -1 : place.offset();
        int ordinal = ordinals.computeIfAbsent(direction + action, kind -> new Ordinals())
                        .merge(offset, 1, Integer::sum)
                - 1;
        String identity = origin.migrationId()
                + '|'
                + direction
                + '|'
                + (place == null ? "" : Long.toString(offset))
                + '|'
                + action
                + '|'
                + ordinal;
        byte[] hash = digest.digest(identity.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash, 0, ID_OCTETS);
    }
}
