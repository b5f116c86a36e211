package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.RoundEnd;
import org.jspecify.annotations.Nullable;

/** Notes when the steps of stopping and starting the guest were done. */
final class StandstillClock {

    private static final double SECOND = 1e9;

    private @Nullable Long passBegan;
    private @Nullable Long passDone;
    private @Nullable Long stateDone;
    private @Nullable Long ready;
    private @Nullable Long go;
    private @Nullable Long report;
    private @Nullable RoundEnd lastLive;

    /** A round has ended with the octet seen at {@code time}. */
    void round(RoundEnd round, long time) {
        if (round.kind().equals("live")) {
            lastLive = round;
        } else if (passDone == null && round.durationNs() != null) {
            passBegan = time - round.durationNs();
            passDone = time;
        }
    }

    /** The last octet of a record was seen at {@code time}. */
    void record(Place place, String type, long time) {
        if (place.direction() == Direction.BACK) {
            if (type.equals("READY")) {
                ready = time;
            } else if (type.equals("REPORT")) {
                report = time;
            }
        } else if (type.equals("GO")) {
            go = time;
        } else if (type.equals("END") && (place.layer() == Layer.LIBXL || place.layer() == Layer.LIBXC)) {
            stateDone = time;
        }
    }

    /** @param timed whether the input has true times */
    Standstill standstill(boolean timed) {
        RoundEnd live = lastLive;
        Double dirty = live == null ? null : live.dirtyPagesPerSecond();
        Long duration = live == null ? null : live.durationNs();
        Double rate = live == null ? null : live.pagesPerSecond();
        Long pages = live == null || dirty == null || duration == null
                ? null
                : Long.valueOf(Math.min(live.distinctPfns(), Math.round(dirty * duration / SECOND)));
        Long time = pages == null || rate == null ? null : Long.valueOf(Math.round(pages / rate * SECOND));
        return timed
                ? new Standstill(
                        between(passBegan, passDone),
                        between(passDone, stateDone),
                        between(stateDone, ready),
                        between(ready, go),
                        between(go, report),
                        pages,
                        time)
                : new Standstill(null, null, null, null, null, null, null);
    }

    private static @Nullable Long between(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null ? null : Long.valueOf(to - from);
    }
}
