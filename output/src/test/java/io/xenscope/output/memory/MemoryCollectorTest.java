package io.xenscope.output.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.memory.CompressedPages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.LongIterator;

/** Which pages are held when pages are taken away: BROKEN at once, those without a page in PV guests at the end. */
class MemoryCollectorTest {

    private static final Event.Place PLACE = new Event.Place(Direction.FORWARD, Layer.LEGACY, 0, 1);

    private MemoryCollector collector = new MemoryCollector(MemoryPoint.parse("end"));
    private long epochs;

    @AfterEach
    void close() throws IOException {
        collector.close();
    }

    private void at(String point) {
        collector = new MemoryCollector(MemoryPoint.parse(point));
    }

    private void batch(long... pfns) {
        for (long pfn : pfns) {
            collector.page(pfn, filled((int) pfn), 0);
        }
        collector.batchComplete(100);
    }

    private static byte[] filled(int octet) {
        byte[] page = new byte[4096];
        Arrays.fill(page, (byte) octet);
        return page;
    }

    private void broken(long pfn) {
        collector.broken(pfn);
        collector.batchComplete(100);
    }

    private void checkpoint() {
        collector.roundComplete();
        CheckpointEnd end = new CheckpointEnd(++epochs, null, 0, 0, 1, null, null, null);
        collector.accept(new Event(new Origin("m", null, null, "f"), "e", 0, 0, PLACE, "", end));
    }

    private List<Long> held() {
        List<Long> held = new ArrayList<>();
        for (LongIterator pfns = collector.memory().pfns(); pfns.hasNext(); ) {
            held.add(pfns.next());
        }
        return held;
    }

    @Test
    void brokenPagesGoInTheFirstRound() {
        batch(1, 2, 3);
        broken(2);
        assertThat(held()).containsExactly(1L, 3L);
    }

    @Test
    void brokenPagesGoWhenTheirRoundIsApplied() {
        batch(1, 2, 3);
        checkpoint();
        broken(2);
        batch(4);
        assertThat(held()).containsExactly(1L, 2L, 3L);
        checkpoint();
        assertThat(held()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void aPageThatComesBackIsHeld() throws IOException {
        batch(1, 2);
        checkpoint();
        broken(2);
        CompressedPages pages = collector.compressedPages();
        pages.roundBegins();
        pages.entry(0, 2);
        collector.batchComplete(200);
        pages.run(0, 0, new byte[] {1, 2, 3, 4}, 0, 4);
        pages.complete(0, 300);
        checkpoint();
        assertThat(held()).containsExactly(1L, 2L);
        byte[] page = new byte[4096];
        collector.memory().read(2, page);
        byte[] expected = Arrays.copyOf(new byte[] {1, 2, 3, 4}, 4096);
        assertThat(page).isEqualTo(expected);
    }

    @Test
    void unmappedPagesGoAtTheEndOfAStreamWithoutCheckpoints() {
        at("checkpoint:1");
        batch(1, 2, 3);
        collector.unmapped(2);
        collector.unmapped(-1);
        collector.roundComplete();
        assertThat(held()).containsExactly(1L, 3L);
    }

    @Test
    void theListOfARoundWithoutEndDoesNotCount() {
        batch(1, 2, 3);
        collector.unmapped(2);
        assertThat(held()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void onlyTheLastCompleteListCounts() {
        batch(1, 2, 3);
        collector.unmapped(1);
        checkpoint();
        collector.unmapped(2);
        checkpoint();
        collector.unmapped(3);
        assertThat(held()).containsExactly(1L, 3L);
    }

    @Test
    void atACheckpointReceiversStillHaveThem() {
        at("checkpoint:1");
        batch(1, 2, 3);
        collector.unmapped(2);
        checkpoint();
        assertThat(held()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void nothingIsKeptOfADiscardedMigration() {
        batch(1);
        collector.discard();
        batch(2, 3);
        assertThat(held()).containsExactly(1L);
    }
}
