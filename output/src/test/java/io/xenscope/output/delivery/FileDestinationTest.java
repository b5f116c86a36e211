package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that turn over, are compressed, are moved away, and fill disks. */
final class FileDestinationTest {

    @TempDir
    private Path folder;

    private final Time time = new Time();

    /** A clock that is set by hand. */
    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-01-31T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private FileDestination file(String name, boolean appending, Rotation rotation) {
        return new FileDestination(folder.resolve(name), appending, rotation, time);
    }

    private static void send(Destination destination, List<Line> lines) throws Exception {
        Batch batch = new Batch(lines);
        destination.send(batch);
        assertThat(batch.isDone()).isTrue();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> read(String name) throws IOException {
        try (InputStream raw = Files.newInputStream(folder.resolve(name));
                InputStream in = name.endsWith(".gz")
                        ? new GZIPInputStream(raw)
                        : name.endsWith(".zst") ? new ZstdInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void bySizeWithoutALineLostOrTooMuch() throws Exception {
        int length = Made.line(1000, Rank.DETAIL).octets().length;
        try (FileDestination file = file("events.ndjson", true, new Rotation(10L * length + 3, null, 0))) {
            send(file, Made.details(1000, 1005));
            time.now = time.now.plusSeconds(1);
            send(file, Made.details(1005, 1032));
        }
        assertThat(names())
                .containsExactly(
                        "events-20260131T120001.000Z.2.ndjson",
                        "events-20260131T120001.000Z.3.ndjson",
                        "events-20260131T120001.000Z.ndjson",
                        "events.ndjson");
        List<String> all = new ArrayList<>();
        for (String name : List.of(
                "events-20260131T120001.000Z.ndjson",
                "events-20260131T120001.000Z.2.ndjson",
                "events-20260131T120001.000Z.3.ndjson",
                "events.ndjson")) {
            assertThat(Files.size(folder.resolve(name))).isLessThanOrEqualTo(10L * length + 3);
            all.addAll(read(name));
        }
        assertThat(all).containsExactlyElementsOf(Made.texts(Made.details(1000, 1032)));
    }

    @Test
    void byTimeAndTheOldestAreDeleted() throws Exception {
        try (FileDestination file = file("events.ndjson", true, new Rotation(0, Duration.ofHours(1), 2))) {
            for (int i = 0; i < 5; i++) {
                send(file, Made.details(i, i + 1));
                time.now = time.now.plus(Duration.ofHours(1));
            }
        }
        assertThat(names())
                .containsExactly(
                        "events-20260131T150000.000Z.ndjson", "events-20260131T160000.000Z.ndjson", "events.ndjson");
        assertThat(read("events.ndjson"))
                .containsExactly(Made.line(4, Rank.DETAIL).text());
    }

    @Test
    void compressedFilesCanBeReadWhileTheyGrowAndAreNeverAppendedTo() throws Exception {
        for (String name : List.of("a.ndjson.gz", "b.ndjson.zst")) {
            String aside = name.charAt(0) + "-20260131T120000.000Z" + name.substring(1);
            try (FileDestination file = file(name, true, Rotation.NONE)) {
                send(file, Made.details(0, 50));
                file.reopen();
                assertThat(read(aside)).hasSize(50);
                send(file, Made.details(50, 60));
            }
            assertThat(read(aside)).containsExactlyElementsOf(Made.texts(Made.details(0, 50)));
            assertThat(read(name)).containsExactlyElementsOf(Made.texts(Made.details(50, 60)));
        }
    }

    @Test
    void anotherProgramMovesTheFileAway() throws Exception {
        try (FileDestination file = file("events.ndjson", true, Rotation.NONE)) {
            send(file, Made.details(0, 3));
            Files.move(folder.resolve("events.ndjson"), folder.resolve("events.ndjson.1"));
            send(file, Made.details(3, 5));
            file.reopen();
            send(file, Made.details(5, 9));
        }
        assertThat(read("events.ndjson.1")).containsExactlyElementsOf(Made.texts(Made.details(0, 5)));
        assertThat(read("events.ndjson")).containsExactlyElementsOf(Made.texts(Made.details(5, 9)));
    }

    @Test
    void halfALineOfAKilledProcessStaysByItself() throws Exception {
        Files.writeString(folder.resolve("events.ndjson"), "{\"whole\":1}\n{\"ha");
        try (FileDestination file = file("events.ndjson", true, Rotation.NONE)) {
            send(file, Made.details(7, 8));
        }
        assertThat(read("events.ndjson"))
                .containsExactly(
                        "{\"whole\":1}", "{\"ha", Made.line(7, Rank.DETAIL).text());
        try (FileDestination file = file("events.ndjson", false, Rotation.NONE)) {
            send(file, Made.details(8, 9));
        }
        assertThat(read("events.ndjson"))
                .containsExactly(Made.line(8, Rank.DETAIL).text());
    }

    /** Takes some octets, then has no room until it is emptied. */
    private static final class SmallDisk implements WritableByteChannel {
        private final StringBuilder text = new StringBuilder();
        private int room;

        @Override
        public int write(ByteBuffer from) throws IOException {
            int count = Math.min(room, from.remaining());
            if (count == 0) {
                throw new IOException("No space left on device");
            }
            byte[] some = new byte[count];
            from.get(some);
            text.append(new String(some, StandardCharsets.UTF_8));
            room -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aLineCutShortByAFullDiskIsFinishedLater() throws Exception {
        List<Line> lines = Made.details(1000, 1020);
        int all = lines.stream().mapToInt(line -> line.octets().length).sum();
        for (int room = 1; room < all; room += 7) {
            SmallDisk disk = new SmallDisk();
            Destination destination = new OutputDestination(disk, true);
            Batch batch = new Batch(lines);
            while (!batch.isDone()) {
                disk.room = room;
                try {
                    destination.send(batch);
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                }
            }
            assertThat(disk.text.toString().lines()).containsExactlyElementsOf(Made.texts(lines));
        }
    }
}
