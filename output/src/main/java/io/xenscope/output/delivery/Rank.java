package io.xenscope.output.delivery;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.Severity;

/** What is given up first when there is no room, in this order. */
public enum Rank {
    /** Records, batches, progress and notes: most of the octets, least of the news. */
    DETAIL,
    /** Rounds, checkpoints and warnings. */
    IMPORTANT,
    /** Beginnings and ends of migrations, gaps, errors, and what is told about losses. */
    ESSENTIAL;

    /** The rank of an event. */
    public static Rank of(Event event) {
        EventBody body = event.body();
        if (body instanceof RecordSeen || body instanceof BatchSeen || body instanceof Progress) {
            return DETAIL;
        }
        if (body instanceof ExpertInfo expert) {
            return expert.severity() == Severity.NOTE
                    ? DETAIL
                    : expert.severity() == Severity.WARN ? IMPORTANT : ESSENTIAL;
        }
        // The issue of a migration is told by its ends, its gaps and its errors; the sums in between can be missed.
        return body instanceof MigrationStart
                        || body instanceof MigrationEnd
                        || body instanceof PipelineDrop
                        || body instanceof GapSeen
                ? ESSENTIAL
                : IMPORTANT;
    }
}
