package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails is tried again, and nothing is lost but what is counted. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DeliveryTest {

    @TempDir
    private Path folder;

    private final Made.Seen seen = new Made.Seen();
    private final List<Line> arrived = Collections.synchronizedList(new ArrayList<>());

    /** Fails as long as it is told to, then takes lines one by one, failing in between. */
    private final class Moody implements Destination {
        private volatile boolean down;
        private int attempts;

        @Override
        public void send(Batch batch) throws IOException {
            attempts++;
            if (down) {
                throw new IOException("down");
            }
            if (attempts % 2 == 0) {
                arrived.add(batch.waiting().get(0));
                batch.delivered(1);
                throw new IOException("only one");
            }
            arrived.addAll(batch.waiting());
            batch.delivered(batch.waiting());
        }

        @Override
        public int batchOctets() {
            return 400;
        }

        @Override
        public void close() {}
    }

    private Delivery started(Destination destination, Delivery.Waiting waiting) throws IOException {
        Delivery delivery = new Delivery("test", destination, waiting, seen);
        delivery.start();
        return delivery;
    }

    @Test
    void everythingArrivesInOrderThroughFailures() throws Exception {
        Delivery delivery = started(new Moody(), Made.waiting());
        List<Line> lines = Made.details(1000, 1300);
        for (Line line : lines) {
            assertThat(delivery.offer(line)).isTrue();
        }
        assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
        assertThat(arrived).containsExactlyElementsOf(lines);
        assertThat(seen.get("delivered")).isEqualTo(300);
        assertThat(seen.failures).contains("only one");
    }

    @Test
    void whatIsDownUntilTheEndIsCounted() throws Exception {
        Moody moody = new Moody();
        moody.down = true;
        Delivery delivery = started(moody, Made.waiting());
        for (Line line : Made.details(1000, 1300)) {
            assertThat(delivery.offer(line)).isTrue();
        }
        Made.await(() -> !seen.failures.isEmpty());
        assertThat(delivery.close(Duration.ofMillis(50))).isFalse();
        assertThat(seen.get("undelivered")).isEqualTo(300);
    }

    @Test
    void whatIsDownUntilTheEndIsDeliveredByTheNextRun() throws Exception {
        Moody moody = new Moody();
        moody.down = true;
        Delivery.Waiting waiting = Made.waiting().on(folder.resolve("spool"), 1 << 20);
        Delivery first = started(moody, waiting);
        for (Line line : Made.details(1000, 1300)) {
            assertThat(first.offer(line)).isTrue();
        }
        Made.await(() -> !seen.failures.isEmpty());
        assertThat(first.close(Duration.ofSeconds(50))).isTrue();
        assertThat(seen.counts).isEmpty();
        Delivery second = started(new Moody(), waiting);
        second.offer(Made.line(1300, Rank.DETAIL));
        assertThat(second.close(Duration.ofSeconds(50))).isTrue();
        assertThat(Made.texts(arrived)).containsExactlyElementsOf(Made.texts(Made.details(1000, 1301)));
    }

    @Test
    void aDestinationThatHangsHoldsNobodyUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Destination hanging = new Destination() {
            @Override
            public void send(Batch batch) throws InterruptedException {
                never.await();
            }

            @Override
            public void close() {}
        };
        Delivery delivery = started(hanging, Delivery.Waiting.inMemory(10_000));
        for (Line line : Made.details(1000, 3000)) {
            delivery.offer(line);
        }
        assertThat(seen.get("spool_full")).isGreaterThan(1900);
        assertThat(delivery.waiting()).isLessThanOrEqualTo(10_000);
        assertThat(delivery.close(Duration.ofMillis(10))).isFalse();
        assertThat(seen.get("spool_full") + seen.get("undelivered")).isEqualTo(2000);
    }

    @Test
    void patienceEndsWhenNothingEverWorks() throws Exception {
        Moody moody = new Moody();
        moody.down = true;
        Delivery delivery = started(moody, Made.waiting().patient(Duration.ofMillis(1)));
        delivery.offer(Made.line(1, Rank.DETAIL));
        Made.await(() -> delivery.failure() != null);
        assertThat(delivery.failure()).isEqualTo("down");
        assertThat(delivery.offer(Made.line(2, Rank.DETAIL))).isFalse();
        assertThat(delivery.close(Duration.ofSeconds(50))).isFalse();
        assertThat(seen.get("undelivered") + seen.get("spool_full")).isEqualTo(2);
    }
}
