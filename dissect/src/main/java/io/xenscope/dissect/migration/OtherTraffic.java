package io.xenscope.dissect.migration;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.engine.Boundaries;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.engine.StepDriver;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.finding.FindingCode;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which no migration can be seen: one finding says what it is, one gap for each direction how much of it
 * passed. There is no start and no end, since there is no migration.
 */
public final class OtherTraffic {

    private final Emitter emitter;

    public OtherTraffic(Origin origin, EventSink sink) {
        this.emitter = new Emitter(origin, sink);
    }

    /** Says what it is, by the first {@code octets} of a direction. */
    public void found(FindingCode code, Direction direction, long octets, String text, long time) {
        ExpertInfo expert = new ExpertInfo(code.id(), code.title(), code.severity(), text, code.spec(), null);
        Place place = new Place(direction, Layer.TCP, 0, octets);
        emitter.emit(time, place, code.id() + " " + code.title() + ": " + text, expert);
    }

    /** Counts the octets of a direction and keeps none. */
    public StreamInput counted(Direction direction) {
        return new StepDriver(() -> Step.opaque(0), new Counted(direction));
    }

    private final class Counted implements Boundaries {
        private final Direction direction;

        Counted(Direction direction) {
            this.direction = direction;
        }

        @Override
        public void now(long time) {}

        @Override
        public void absorbed(long offset, long missing, GapCause cause, long time) {}

        @Override
        public long lost(long offset, GapCause cause, long time) {
            return offset;
        }

        @Override
        public void found(long offset, String code, String text, long time) {}

        @Override
        public void ended(long position, long since, long wanted, @Nullable Tail tail, EndReason reason, long time) {
            if (tail != null) {
                // Undecodable whatever else was lost of it.
                GapSeen gap = new GapSeen(
                        tail.missing(), GapCause.UNDECODABLE, null, null, GapSeen.Resume.NONE, tail.present());
                Place place = new Place(direction, Layer.TCP, tail.from(), tail.present() + tail.missing());
                emitter.emit(time, place, Messages.gap(gap), gap);
            }
        }
    }
}
