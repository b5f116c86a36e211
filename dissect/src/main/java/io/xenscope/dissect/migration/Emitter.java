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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers the events of one migration and gives each its identity. */
final class Emitter {

    private static final int ID_OCTETS = 16;

    private final Origin origin;
    private final EventSink sink;
    private final MessageDigest digest = Sha256.digest();
    private final Map<String, Ordinal> ordinals = new HashMap<>();
    private long sequence;

    /** How many events of one kind began at the same offset. */
    private record Ordinal(long offset, int count) {}

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
        Ordinal last = ordinals.get(direction + action);
        int ordinal = last != null && last.offset() == offset ? last.count() + 1 : 0;
        ordinals.put(direction + action, new Ordinal(offset, ordinal));
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
