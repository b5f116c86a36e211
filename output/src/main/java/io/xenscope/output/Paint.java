package io.xenscope.output;

import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Severity;

/** How text stands out on a terminal: the sequences (SGR) that begin it; {@link #END} ends all. */
enum Paint {
    /** As text comes. */
    PLAIN(""),
    /** Names and beginnings. */
    BOLD("\u001b[1m"),
    /** What is seldom looked at. */
    FAINT("\u001b[2m"),
    /** Findings of severity error; octets and events that were given up. */
    ERROR("\u001b[31m"),
    /** Findings of severity warn. */
    WARNING("\u001b[33m"),
    /** Findings of severity note. */
    NOTE("\u001b[36m"),
    /** Octets that are missing. */
    GAP("\u001b[35m"),
    /** Sums: rounds and checkpoints. */
    SUM("\u001b[34m"),
    /** A migration that came to its end. */
    GOOD("\u001b[1;32m"),
    /** A migration whose receiver took over. */
    FAILOVER("\u001b[1;33m"),
    /** A migration that came to nothing. */
    BAD("\u001b[1;31m");

    /** Ends what any of them began. */
    static final String END = "\u001b[0m";

    private final String start;

    Paint(String start) {
        this.start = start;
    }

    String start() {
        return start;
    }

    /** The text between beginning and end. */
    String of(String text) {
        return this == PLAIN || text.isEmpty() ? text : start + text + END;
    }

    static Paint of(Severity severity) {
        return switch (severity) {
            case NOTE -> NOTE;
            case WARN -> WARNING;
            case ERROR -> ERROR;
        };
    }

    static Paint of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> GOOD;
            case FAILOVER -> FAILOVER;
            default -> BAD;
        };
    }

    /** For a whole line about an event. */
    static Paint of(EventBody body) {
        if (body instanceof ExpertInfo finding) {
            return of(finding.severity());
        } else if (body instanceof MigrationEnd end) {
            return of(end.outcome());
        } else if (body instanceof MigrationStart) {
            return BOLD;
        } else if (body instanceof GapSeen) {
            return GAP;
        } else if (body instanceof RoundEnd || body instanceof CheckpointEnd) {
            return SUM;
        } else if (body instanceof PipelineDrop) {
            return ERROR;
        }
        return PLAIN;
    }
}
