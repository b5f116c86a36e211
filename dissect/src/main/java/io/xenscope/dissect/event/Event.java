package io.xenscope.dissect.event;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import org.jspecify.annotations.Nullable;

/**
 * One event of a migration.
 *
 * @param origin where the migration was seen; the same object for all its events
 * @param id stable identity of the event ({@code event.id})
 * @param sequence 0, 1, 2 … within the migration, over both directions ({@code event.sequence})
 * @param time nanoseconds since the epoch of the octet that completed the event ({@code @timestamp})
 * @param place the octets the event is about; null for migration.start, migration.end, progress and pipeline.drop
 * @param message one line for people
 * @param body what happened
 */
public record Event(
        Origin origin,
        String id,
        long sequence,
        long time,
        @Nullable Place place,
        String message,
        EventBody body) {

    /** The octets {@code [offset, offset + length)} of one direction, and the layer that framed them. */
    public record Place(Direction direction, Layer layer, long offset, long length) {

        /** The offset of the first octet behind this place. */
        public long end() {
            return offset + length;
        }
    }
}
