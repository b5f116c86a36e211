package io.xenscope.dissect.event;

/** The format has been recognised. */
public record MigrationStart(MigrationInfo migration) implements EventBody {
    @Override
    public String action() {
        return "migration.start";
    }
}
