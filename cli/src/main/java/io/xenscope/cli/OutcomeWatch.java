package io.xenscope.cli;

import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Passes events on and remembers how migrations came out, filtered events included. */
final class OutcomeWatch implements EventSink {

    /** Different other things that are remembered. */
    private static final int MOST = 8;

    private final EventSink next;
    private final Map<String, Integer> others = new LinkedHashMap<>();
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

    /** A connection or file holds something else. */
    void other(OtherProtocol.Seen seen) {
        if (others.size() < MOST || others.containsKey(seen.what())) {
            others.merge(seen.what(), 1, Integer::sum);
        }
    }

    /** What was seen beside migrations, for people; empty when nothing was recognised. */
    String others() {
        return others.entrySet().stream()
                .map(other -> other.getKey() + (other.getValue() == 1 ? "" : " (" + other.getValue() + " times)"))
                .collect(Collectors.joining("; "));
    }

    /** Migrations that have ended so far. */
    long migrations() {
        return migrations;
    }

    ExitStatus status() {
        return status;
    }
}
