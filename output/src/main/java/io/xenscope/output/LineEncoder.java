package io.xenscope.output;

import io.xenscope.dissect.event.Event;
import java.util.function.IntFunction;

/** Encodes events as JSON lines that keep to the limit, cutting as little as it takes. */
final class LineEncoder {
    /** What is cut, in this order; each is cut to its least before the next is touched. */
    private enum Step {
        ADDED_RANGES(Cut.USUAL_RANGES),
        HEADS(0),
        RANGES(0),
        MEMBERS(0),
        TEXT(1);

        private final int least;

        Step(int least) {
            this.least = least;
        }

        private int of(Cut cut) {
            return switch (this) {
                case ADDED_RANGES, RANGES -> cut.ranges();
                case HEADS -> cut.heads();
                case MEMBERS -> cut.members();
                case TEXT -> cut.text();
            };
        }

        private Cut with(Cut cut, int value) {
            return switch (this) {
                case ADDED_RANGES, RANGES -> cut.withRanges(value);
                case HEADS -> cut.withHeads(value);
                case MEMBERS -> cut.withMembers(value);
                case TEXT -> cut.withText(value);
            };
        }
    }

    private static final Step[] STEPS = Step.values();

    private final LineBuffer buffer;
    private final JsonTree tree;
    private final Envelope envelope;
    private final Cut none;

    /** @param envelope the structure of the lines */
    LineEncoder(OutputOptions options, Envelope envelope) {
        this.buffer = new LineBuffer(options.maxEventBytes());
        this.tree = new JsonTree(buffer);
        this.envelope = envelope;
        this.none = Cut.none(options);
    }

    /** Encodes the event; the buffer returned holds it until the next call. */
    LineBuffer encode(Event event) {
        if (!fits(event, none)) {
            cutToFit(event);
        }
        return buffer;
    }

    private void cutToFit(Event event) {
        Cut cut = none;
        for (Step step : STEPS) {
            if (step.of(cut) <= step.least) {
                continue;
            }
            Cut before = cut;
            cut = step.with(cut, step.least);
            if (fits(event, cut)) {
                widen(event, step.least, step.of(before), value -> step.with(before, value));
                return;
            }
        }
        throw new IllegalStateException(
                "event " + event.id() + " takes " + buffer.length() + " octets with everything cut");
    }

    /** Looks for the most that fits between what does ({@code least}) and what does not ({@code most}). */
    private void widen(Event event, int least, int most, IntFunction<Cut> cut) {
        int fitting = least;
        int tooLong = most;
        boolean encoded = true;
        while (tooLong - fitting > 1) {
            int middle = fitting + (tooLong - fitting) / 2;
            encoded = fits(event, cut.apply(middle));
            if (encoded) {
                fitting = middle;
            } else {
                tooLong = middle;
            }
        }
        if (!encoded) {
            fits(event, cut.apply(fitting));
        }
    }

    private boolean fits(Event event, Cut cut) {
        buffer.clear();
        envelope.write(tree, event, cut);
        tree.flush();
        return buffer.fits();
    }
}
