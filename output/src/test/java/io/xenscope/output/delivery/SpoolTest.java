package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Order, bounds, and who is given up first. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpoolTest {

    private static final int COST = Made.line(1000, Rank.DETAIL).cost();

    @TempDir
    private Path folder;

    private final AtomicLong lost = new AtomicLong();

    private static List<Line> all(Spool spool) throws Exception {
        List<Line> found = new ArrayList<>();
        for (List<Line> some = spool.take(500); some != null; some = spool.take(500)) {
            found.addAll(some);
            spool.taken();
        }
        return found;
    }

    private void lost(String reason, long count) {
        assertThat(reason).isIn("spool_full", "undelivered");
        lost.addAndGet(count);
    }

    @Test
    void linesComeOutInOrder() throws Exception {
        Spool spool = new Spool(1 << 20, false, this::lost);
        List<Line> put = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Line line = Made.line(i, Rank.values()[i % 3]);
            put.add(line);
            assertThat(spool.offer(line)).isTrue();
        }
        spool.close();
        assertThat(all(spool)).containsExactlyElementsOf(put);
        assertThat(spool.octetsInMemory()).isZero();
        assertThat(lost).hasValue(0);
    }

    @Test
    void detailMakesRoomFirstAndEssentialLast() throws Exception {
        Spool spool = new Spool(10L * COST, false, this::lost);
        for (Line line : Made.details(1000, 1010)) {
            assertThat(spool.offer(line)).isTrue();
        }
        assertThat(spool.offer(Made.line(1010, Rank.DETAIL))).isFalse();
        assertThat(lost).hasValue(1);
        for (int i = 0; i < 8; i++) {
            assertThat(spool.offer(Made.line(1100 + i, Rank.IMPORTANT))).isTrue();
        }
        for (int i = 0; i < 8; i++) {
            assertThat(spool.offer(Made.line(1200 + i, Rank.ESSENTIAL))).isTrue();
        }
        assertThat(spool.octetsInMemory()).isLessThanOrEqualTo(10L * COST);
        spool.close();
        List<Line> left = all(spool);
        assertThat(left).filteredOn(line -> line.rank() == Rank.ESSENTIAL).hasSize(8);
        assertThat(left).noneMatch(line -> line.rank() == Rank.DETAIL);
        assertThat(left.size() + lost.get()).isEqualTo(27);
    }

    @Test
    void whoIsPatientWaits() throws Exception {
        Spool spool = new Spool(4L * COST, true, this::lost);
        List<Line> put = Made.details(1000, 1200);
        Thread maker = new Thread(() -> {
            try {
                for (Line line : put) {
                    spool.offer(line);
                }
                spool.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        maker.start();
        assertThat(all(spool)).containsExactlyElementsOf(put);
        assertThat(lost).hasValue(0);
    }

    private Spool onDisk(long memory, long disk) throws IOException {
        Spool spool = new Spool(memory, false, this::lost, folder.resolve("spool"), disk);
        spool.start();
        return spool;
    }

    @Test
    void whatDoesNotFitIntoMemoryGoesToDiskInOrder() throws Exception {
        Spool spool = onDisk(40L * COST, 1 << 26);
        List<Line> put = Made.details(1000, 3000);
        for (Line line : put) {
            assertThat(spool.offer(line)).isTrue();
            // The disk is given the time it takes, as real traffic would.
            Made.await(() -> spool.octetsInMemory() <= 30L * COST);
        }
        assertThat(spool.octetsOnDisk()).isPositive();
        spool.close();
        assertThat(Made.texts(all(spool))).containsExactlyElementsOf(Made.texts(put));
        assertThat(lost).hasValue(0);
        spool.leave(List.of());
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("lock");
        }
    }

    @Test
    void whatIsLeftComesFirstNextTime() throws Exception {
        Spool first = onDisk(40L * COST, 1 << 26);
        for (Line line : Made.details(1000, 1030)) {
            first.offer(line);
        }
        List<Line> inHand = first.take(200);
        assertThat(inHand).isNotEmpty();
        for (Line line : Made.details(1030, 1060)) {
            first.offer(line);
            Made.await(() -> first.octetsInMemory() <= 38L * COST);
        }
        first.close();
        first.leave(inHand);
        Spool second = onDisk(40L * COST, 1 << 26);
        second.offer(Made.line(1060, Rank.ESSENTIAL));
        second.close();
        List<Line> found = all(second);
        assertThat(Made.texts(found)).containsExactlyElementsOf(Made.texts(join(1000, 1060)));
        assertThat(found.get(60).facts())
                .isEqualTo(Made.line(1060, Rank.ESSENTIAL).facts());
        assertThat(found.get(3).facts()).isEqualTo(Made.line(1003, Rank.DETAIL).facts());
        assertThat(lost).hasValue(0);
        second.leave(List.of());
    }

    private static List<Line> join(int from, int to) {
        List<Line> lines = Made.details(from, to);
        lines.add(Made.line(to, Rank.ESSENTIAL));
        return lines;
    }

    @Test
    void theDiskIsBoundedAndKeepsWhatCounts() throws Exception {
        Spool spool = onDisk(20L * COST, 100L * COST);
        int essential = 0;
        for (int i = 0; i < 1000; i++) {
            boolean counts = i % 50 == 0;
            essential += counts ? 1 : 0;
            assertThat(spool.offer(Made.line(1000 + i, counts ? Rank.ESSENTIAL : Rank.DETAIL)))
                    .as("line " + i)
                    .matches(taken -> taken || !counts);
        }
        assertThat(spool.octetsOnDisk()).isLessThanOrEqualTo(100L * COST);
        spool.close();
        List<Line> found = all(spool);
        assertThat(found).filteredOn(line -> line.rank() == Rank.ESSENTIAL).hasSize(essential);
        assertThat(found.size() + lost.get()).isEqualTo(1000);
        assertThat(Made.texts(found)).isSorted();
        spool.leave(List.of());
    }

    @Test
    void aFileCutShortGivesWhatIsWhole() throws Exception {
        Spool first = onDisk(40L * COST, 1 << 26);
        for (Line line : Made.details(1000, 1010)) {
            first.offer(line);
        }
        first.close();
        first.leave(List.of());
        Path file;
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            file = files.filter(each -> each.toString().endsWith(".lines"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] octets = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(octets, octets.length - 5));
        Spool second = onDisk(40L * COST, 1 << 26);
        second.close();
        assertThat(Made.texts(all(second))).containsExactlyElementsOf(Made.texts(Made.details(1000, 1009)));
        second.leave(List.of());
    }

    @Test
    void twoAtOnceHaveFoldersOfTheirOwn() throws Exception {
        Spool one = onDisk(40L * COST, 1 << 26);
        Spool other = onDisk(40L * COST, 1 << 26);
        assertThat(folder.resolve("spool-2")).isDirectory();
        for (Spool spool : List.of(one, other)) {
            spool.close();
            spool.leave(List.of());
        }
    }
}
