package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded is read back as it was. */
class RecordingTest {

    private static final long START = 1_760_000_000_123_456_789L;

    @TempDir
    Path folder;

    private static Endpoint endpoint(String address, int port) throws IOException {
        return new Endpoint(InetAddress.getByName(address), port);
    }

    private static void text(ConnectionInput to, boolean first, String text, long time) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        (first ? to.fromFirst() : to.fromSecond()).bytes(octets, 0, octets.length, time);
    }

    private Recorder read(Path file) throws IOException {
        return Recorder.read(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.2.2", "2001:db8::1,2001:db8::2", "192.0.2.1,2001:db8::2"})
    void bothDirectionsComeBack(String from, String to) throws IOException {
        Path file = folder.resolve("one.pcapng");
        byte[] large = new byte[300_001];
        new Random(7).nextBytes(large);
        try (Recording recording = new Recording(new RecordingFiles(file, 0, 0), "test")) {
            ConnectionInput connection = recording.open(endpoint(from, 40_000), endpoint(to, 4100), START);
            text(connection, false, "hello", START + 1);
            connection.fromFirst().bytes(large, 1, 300_000, START + 2);
            text(connection, true, "!", START + 3);
            connection.fromFirst().end(EndReason.FIN, START + 4);
            text(connection, false, " bye", START + 5);
            connection.fromSecond().end(EndReason.FIN, START + 6);
        }

        Recorder back = read(file);
        assertThat(back.notices).isEmpty();
        assertThat(back.only().connection.first().port()).isEqualTo(40_000);
        assertThat(back.only().connection.second().port()).isEqualTo(4100);
        assertThat(back.only().connection.synSeen()).isTrue();
        assertThat(back.only().connection.firstTime()).isEqualTo(START);
        byte[] sent = back.first().octets.toByteArray();
        assertThat(sent).hasSize(300_001).endsWith('!');
        assertThat(java.util.Arrays.copyOf(sent, 300_000)).isEqualTo(java.util.Arrays.copyOfRange(large, 1, 300_001));
        assertThat(back.second().text()).isEqualTo("hello bye");
        assertThat(back.first().end).isEqualTo(EndReason.FIN);
        assertThat(back.second().end).isEqualTo(EndReason.FIN);
        assertThat(back.second().endTime).isEqualTo(START + 6);
        assertThat(back.summary.gaps()).isZero();
        assertThat(back.summary.retransmitted() + back.summary.duplicates()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "70000", "1073741824", "1073741825", "10000000000"})
    void missingOctetsStayMissing(long missing) throws IOException {
        Path file = folder.resolve("gap.pcapng");
        try (Recording recording = new Recording(new RecordingFiles(file, 0, 0), "test")) {
            ConnectionInput connection = recording.open(null, null, START);
            text(connection, true, "ab", START + 1);
            connection.fromFirst().gap(missing, GapCause.OVERLOAD, START + 2);
            text(connection, true, "cd", START + 3);
            text(connection, false, "x", START + 4);
            connection.fromFirst().end(EndReason.FIN, START + 5);
            connection.fromSecond().end(EndReason.FIN, START + 5);
        }

        Recorder back = read(file);
        assertThat(back.first().offset).isEqualTo(missing + 4);
        assertThat(back.first().text()).startsWith("ab").endsWith("cd");
        assertThat(back.summary.gapOctets()).isEqualTo(missing);
        assertThat(back.first().end).isEqualTo(EndReason.FIN);
        assertThat(back.second().text()).isEqualTo("x");
    }

    @Test
    void aResetLeavesTheOtherDirectionWhole() throws IOException {
        Path file = folder.resolve("reset.pcapng");
        try (Recording recording = new Recording(new RecordingFiles(file, 0, 0), "test")) {
            ConnectionInput connection = recording.open(null, null, START);
            text(connection, true, "ab", START + 1);
            connection.fromFirst().end(EndReason.RESET, START + 2);
            text(connection, false, "still on its way", START + 3);
            connection.fromSecond().end(EndReason.RESET, START + 4);
        }

        Recorder back = read(file);
        assertThat(back.first().text()).isEqualTo("ab");
        assertThat(back.second().text()).isEqualTo("still on its way");
        assertThat(back.first().end).isEqualTo(EndReason.RESET);
        assertThat(back.second().end).isEqualTo(EndReason.RESET);
    }

    @Test
    void filesJoinedAreTheRecordingAgain() throws IOException {
        byte[] page = new byte[4096];
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (Recording recording =
                new Recording(new RecordingFiles(folder.resolve("many.pcapng"), 50_000, 0), "test")) {
            ConnectionInput connection = recording.open(null, null, START);
            for (int i = 0; i < 100; i++) {
                page[0] = (byte) i;
                connection.fromFirst().bytes(page, 0, page.length, START + i);
                expected.writeBytes(page);
            }
            connection.fromFirst().end(EndReason.FIN, START + 100);
            connection.fromSecond().end(EndReason.FIN, START + 100);
        }

        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(7);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Path file : files) {
            assertThat(Files.size(file)).isBetween(1L, 55_000L);
            joined.writeBytes(Files.readAllBytes(file));
        }
        Recorder back = Recorder.read(joined.toByteArray());
        assertThat(back.first().octets.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(back.notices).isEmpty();
    }

    @Test
    void onlyTheNewestFilesAreKept() throws IOException {
        try (Recording recording =
                new Recording(new RecordingFiles(folder.resolve("ring.pcapng"), 10_000, 3), "test")) {
            ConnectionInput connection = recording.open(null, null, START);
            for (int i = 0; i < 20; i++) {
                connection.fromFirst().bytes(new byte[9_000], 0, 9_000, START + i);
            }
        }

        assertThat(files())
                .extracting(Path::getFileName)
                .hasToString("[ring-00008.pcapng, ring-00009.pcapng, ring-00010.pcapng]");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
