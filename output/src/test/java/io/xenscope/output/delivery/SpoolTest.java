package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
    private final AtomicLong lostByDisk = new AtomicLong();
    private final AtomicLong left = new AtomicLong();

    /** What was told of the disk; null when it works again. */
    private final List<String> trouble = Collections.synchronizedList(new ArrayList<>());

    private static List<Line> all(Spool spool) throws Exception {
        List<Line> found = new ArrayList<>();
        for (List<Line> some = spool.take(500); some != null; some = spool.take(500)) {
            found.addAll(some);
            spool.taken();
        }
        return found;
    }

    private void lost(String reason, long count) {
        assertThat(reason).isIn("spool_full", "spool_failed", "undelivered");
        lost.addAndGet(count);
        (reason.equals("spool_failed") ? lostByDisk : reason.equals("undelivered") ? left : new AtomicLong())
                .addAndGet(count);
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
        Spool spool = new Spool(memory, false, this::lost, trouble::add, folder.resolve("spool"), disk);
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
            if (counts) {
                // What is on its way to a disk that takes its time cannot make room.
                Made.await(() -> spool.octetsInMemory() <= 15L * COST);
            }
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

    /** Offers lines that fill more than half of the memory, and waits for what becomes of it. */
    private void crowd(Spool spool, int from, int told) throws Exception {
        for (Line line : Made.details(from, from + 15)) {
            assertThat(spool.offer(line)).isTrue();
        }
        Made.await(() -> trouble.size() == told);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aDiskThatIsTakenAwayHoldsNobodyUpAndIsTakenUpAgain() throws Exception {
        Spool spool = onDisk(20L * COST, 1 << 26);
        delete(folder.resolve("spool"));
        crowd(spool, 1000, 1);
        assertThat(trouble.get(0)).contains("NoSuchFile");
        for (Line line : Made.details(1015, 2000)) {
            spool.offer(line);
        }
        assertThat(lostByDisk.get()).isGreaterThan(900).isEqualTo(lost.get());
        assertThat(spool.offer(Made.line(2000, Rank.ESSENTIAL)))
                .as("what counts makes room")
                .isTrue();
        Files.createDirectory(folder.resolve("spool"));
        Made.await(() -> trouble.size() == 2);
        assertThat(trouble.get(1)).isNull();
        for (Line line : Made.details(2001, 2100)) {
            assertThat(spool.offer(line)).isTrue();
            Made.await(() -> spool.octetsInMemory() <= 15L * COST);
        }
        spool.close();
        List<String> found = Made.texts(all(spool));
        assertThat(found).isSorted().doesNotHaveDuplicates();
        assertThat(found.size() + lost.get()).isEqualTo(1100);
        assertThat(spool.leave(List.of())).isTrue();
    }

    @Test
    void filesThatSomebodyRemovesAreCountedAndNotWaitedFor() throws Exception {
        Spool spool = onDisk(20L * COST, 1 << 26);
        for (Line line : Made.details(1000, 1100)) {
            assertThat(spool.offer(line)).isTrue();
            Made.await(() -> spool.octetsInMemory() <= 10L * COST);
        }
        delete(folder.resolve("spool"));
        spool.close();
        List<String> found = Made.texts(all(spool));
        assertThat(found).isSorted();
        assertThat(lostByDisk.get()).isPositive().isEqualTo(100 - found.size());
    }

    /** A disk of 64 KiB; only root may make one. */
    @Test
    void aFullDiskHoldsNobodyUpAndEverythingIsDeliveredOrCounted() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("spool"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
                "a small disk cannot be mounted here");
        try {
            Spool spool = onDisk(20L * COST, 1 << 26);
            int offered = 0;
            while (trouble.isEmpty()) {
                spool.offer(Made.line(1000 + offered++, Rank.DETAIL));
                // So that the disk is what becomes full.
                Made.await(() -> spool.octetsInMemory() <= 10L * COST || !trouble.isEmpty());
            }
            assertThat(trouble.get(0)).contains("No space left");
            for (int i = 0; i < 500; i++) {
                spool.offer(Made.line(1000 + offered++, Rank.DETAIL));
            }
            assertThat(lostByDisk.get()).isGreaterThan(400);
            List<Line> found = new ArrayList<>();
            while (spool.octetsOnDisk() > 0) {
                found.addAll(spool.take(500));
                spool.taken();
            }
            for (Line line : Made.details(1000 + offered, 1000 + offered + 15)) {
                spool.offer(line);
                offered++;
            }
            Made.await(() -> trouble.size() == 2);
            while (trouble.size() < 3) {
                spool.offer(Made.line(1000 + offered++, Rank.DETAIL));
                Made.await(() -> spool.octetsInMemory() <= 10L * COST || trouble.size() == 3);
            }
            spool.close();
            assertThatThrownBy(() -> spool.leave(List.of())).hasMessageContaining("No space left");
            assertThat(left.get()).isPositive();
            Spool next = onDisk(20L * COST, 1 << 26);
            next.close();
            found.addAll(all(next));
            assertThat(next.leave(List.of())).isTrue();
            assertThat(Made.texts(found)).isSorted().doesNotHaveDuplicates();
            assertThat(found.size() + lost.get()).isEqualTo(offered);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
