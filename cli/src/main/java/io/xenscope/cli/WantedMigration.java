package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.output.memory.MemoryCollector;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Of all migrations of an input the one whose memory is wanted; that of the others is not kept. */
final class WantedMigration implements Closeable {

    private final int number;
    private int seen;
    private @Nullable MemoryCollector collector;

    /** @param number in the order in which migrations begin, from 1 */
    WantedMigration(int number) {
        this.number = number;
    }

    /** Hands an event of a connection to the collector of its memory. */
    void accept(Event event, MemoryCollector ofConnection) {
        if (event.body() instanceof MigrationStart && !ofConnection.isStarted()) {
            seen++;
            if (seen == number) {
                collector = ofConnection;
            } else {
                ofConnection.discard();
            }
        }
        ofConnection.accept(event);
    }

    /** Migrations that began. */
    int seen() {
        return seen;
    }

    /** What the wanted one's memory is collected in; null when it did not begin. */
    @Nullable
    MemoryCollector collector() {
        return collector;
    }

    @Override
    public void close() throws IOException {
        if (collector != null) {
            collector.close();
        }
    }
}
