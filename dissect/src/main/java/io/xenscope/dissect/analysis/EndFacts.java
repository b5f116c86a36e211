package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the end of a migration is judged by: how far each side had come. */
final class EndFacts {

    private static final int MOST_TYPES = 12;

    /** The last element of each direction that was seen to its end; null when there was none. */
    @Nullable
    Last forward;

    @Nullable
    Last back;

    /** What is missing of the element in which the sender's stream ends; null when it ends in none. */
    @Nullable
    GapSeen cut;

    /** Where the sender's stream could not be followed any further; null when it could. */
    @Nullable
    Place lostAt;

    /** Octets missing before the end of either direction. */
    long lostOctets;

    private long forwardEnd;

    /** The receiver's last status; null when none came. */
    @Nullable
    Long status;

    @Nullable
    String statusMeaning;

    boolean endReached;
    boolean stateBegun;

    /** First offset of each type of element in the back direction. */
    final Map<String, Long> said = new LinkedHashMap<>();

    /** An element: its type, octets and when it was complete. */
    record Last(String type, Place place, long time) {}

    void record(Place place, RecordInfo record, long time) {
        if (place.direction() == Direction.BACK) {
            back = new Last(record.type(), place, time);
            if (said.size() < MOST_TYPES) {
                said.putIfAbsent(record.type(), place.offset());
            }
            if (record.type().equals("STATUS")) {
                status(record.fields());
            }
            return;
        }
        forward = new Last(record.type(), place, time);
        forwardEnd = Math.max(forwardEnd, place.end());
        endReached |= record.type().equals("END");
        stateBegun |= record.type().equals("X86_TSC_INFO") || record.type().equals("TSC_INFO");
    }

    private void status(Fields fields) {
        for (Fields.Field field : fields.members()) {
            if (field.name().equals("status")
                    && field.value() instanceof Value.Leaf leaf
                    && leaf.data() instanceof Value.Data.Numeric number) {
                status = number.value();
                statusMeaning = leaf.text();
            }
        }
    }

    void gap(Place place, GapSeen gap) {
        boolean truncated = gap.cause() == GapCause.TRUNCATED;
        lostOctets += truncated ? 0 : gap.missing();
        if (place.direction() == Direction.BACK) {
            return;
        }
        if (truncated) {
            cut = gap;
            forwardEnd = place.end();
        } else {
            forwardEnd = Math.max(forwardEnd, place.end());
            lostAt = gap.resume() == GapSeen.Resume.NONE ? place : lostAt;
        }
    }

    /** Offset behind the last octet of the sender that was seen. */
    long forwardEnd() {
        return forwardEnd;
    }

    long backEnd() {
        return back == null ? 0 : back.place().end();
    }

    boolean hasSaid(String type) {
        return said.containsKey(type);
    }
}
