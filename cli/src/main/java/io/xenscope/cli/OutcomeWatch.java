package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Outcome;

/** Passes events on and remembers how migrations came out, filtered events included. */
final class OutcomeWatch implements EventSink {

    private final EventSink next;
    private long migrations;
    private ExitStatus status = ExitStatus.COMPLETE;

    OutcomeWatch(EventSink next) {
        this.next = next;
    }

    @Override
    public void accept(Event event) {
        if (event.body() instanceof MigrationEnd end) {
            migrations++;
            if (end.outcome() != Outcome.COMPLETE || end.totals().errors() > 0) {
                status = ExitStatus.INCOMPLETE;
            }
        }
        next.accept(event);
    }

    /** Migrations that have ended so far. */
    long migrations() {
        return migrations;
    }

    ExitStatus status() {
        return status;
    }
}
