package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.memory.CompressedPages;
import io.xenscope.dissect.memory.MemoryListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the events and pages of one input and gives a report for each migration when that is over. What is kept
 * does not grow with the length of a stream: sets of PFNs, hashes of pages up to a limit, the first and last rounds.
 */
public final class Analysis implements EventSink {

    /** Migrations of one input that are followed at the same time. */
    private static final int MOST = 64;

    private final PageCompression compression;
    private final @Nullable Way way;
    private final Consumer<Report> reports;
    private final Map<String, MigrationFacts> open = new LinkedHashMap<>();
    private final Pages pages = new Pages();

    /** The pages of the migration under way; pages of several at once cannot be told apart. */
    private @Nullable PageCosts costs;

    /**
     * @param way how the octets of the connection travel; null when the input is none
     * @param reports takes the report of each migration
     */
    public Analysis(PageCompression compression, @Nullable Way way, Consumer<Report> reports) {
        this.compression = compression;
        this.way = way;
        this.reports = reports;
    }

    /** To be handed the pages. */
    public MemoryListener pages() {
        return pages;
    }

    @Override
    public void accept(Event event) {
        String id = event.origin().migrationId();
        if (event.body() instanceof MigrationStart) {
            if (open.size() < MOST) {
                open.values().forEach(MigrationFacts::withoutPages);
                costs = open.isEmpty() ? new PageCosts(compression) : null;
                open.put(id, new MigrationFacts(event.origin(), costs, way, event.time()));
            }
            return;
        }
        MigrationFacts facts = open.get(id);
        if (facts == null) {
            return;
        }
        if (event.body() instanceof MigrationEnd end) {
            open.remove(id);
            reports.accept(facts.report(end));
        } else {
            facts.accept(event);
        }
    }

    /** Passes pages on to whom they belong to. */
    private final class Pages implements MemoryListener {
        @Override
        public void page(long pfn, byte[] octets, int index) {
            PageCosts to = costs;
            if (to != null) {
                to.page(pfn, octets, index);
            }
        }

        @Override
        public void broken(long pfn) {}

        @Override
        public void batchComplete(long offset) {
            PageCosts to = costs;
            if (to != null) {
                to.batchComplete(offset);
            }
        }

        @Override
        public CompressedPages compressedPages() {
            PageCosts to = costs;
            return (to == null ? new PageCosts(compression) : to).compressedPages();
        }

        @Override
        public void unmapped(long pfn) {}

        @Override
        public void roundComplete() {}
    }
}
