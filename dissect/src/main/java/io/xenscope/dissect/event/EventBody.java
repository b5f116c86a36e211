package io.xenscope.dissect.event;

/** The kinds of event ({@code event.action}). */
public sealed interface EventBody
        permits MigrationStart,
                RecordSeen,
                BatchSeen,
                RoundEnd,
                CheckpointEnd,
                GapSeen,
                ExpertInfo,
                Progress,
                MigrationEnd,
                PipelineDrop {

    /** The value of {@code event.action}. */
    String action();
}
