package io.xenscope.output;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import tools.jackson.core.io.SerializedString;

/** What {@code event} says about the kind of an event. */
record Classification(SerializedString kind, SerializedString type, SerializedString action, SerializedString dataset) {

    private static final Classification RECORD = of("event", "info", "record");
    private static final Classification BATCH = of("event", "info", "batch");
    private static final Classification ROUND = of("metric", "info", "round");
    private static final Classification CHECKPOINT = of("metric", "info", "checkpoint");
    private static final Classification GAP = of("event", "info", "gap");
    private static final Classification NOTE = of("event", "info", "expert");
    private static final Classification WARNING = of("alert", "info", "expert");
    private static final Classification ERROR = of("alert", "error", "expert");
    private static final Classification PROGRESS = of("metric", "info", "progress");
    private static final Classification START = of("event", "start", "migration.start");
    private static final Classification END = of("event", "end", "migration.end");
    private static final Classification DROP = of("pipeline_error", "error", "pipeline.drop");

    private static Classification of(String kind, String type, String action) {
        return new Classification(
                new SerializedString(kind),
                new SerializedString(type),
                new SerializedString(action),
                new SerializedString("xenscope." + action));
    }

    static Classification of(EventBody body) {
        if (body instanceof RecordSeen) {
            return RECORD;
        } else if (body instanceof BatchSeen) {
            return BATCH;
        } else if (body instanceof RoundEnd) {
            return ROUND;
        } else if (body instanceof CheckpointEnd) {
            return CHECKPOINT;
        } else if (body instanceof GapSeen) {
            return GAP;
        } else if (body instanceof ExpertInfo expert) {
            return switch (expert.severity()) {
                case NOTE -> NOTE;
                case WARN -> WARNING;
                case ERROR -> ERROR;
            };
        } else if (body instanceof Progress) {
            return PROGRESS;
        } else if (body instanceof MigrationStart) {
            return START;
        } else if (body instanceof MigrationEnd) {
            return END;
        } else if (body instanceof PipelineDrop) {
            return DROP;
        }
        throw new IllegalArgumentException("an event of unknown kind: " + body.action());
    }
}
