package io.xenscope.dissect.event;

/** The last event of every migration: how it came out, and the sums over all of it. */
public record MigrationEnd(MigrationInfo migration, Totals totals, Outcome outcome, String reason)
        implements EventBody {
    @Override
    public String action() {
        return "migration.end";
    }
}
