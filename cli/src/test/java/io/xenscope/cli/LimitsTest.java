package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code --limit}: what it takes, what it does, and what is said about it. */
class LimitsTest {

    private static final String CAPTURE = "captures/xen417-migrate-lo-ipv6.pcap.xz";

    @TempDir
    private Path folder;

    private List<String> events(int exit, String... arguments) throws IOException {
        Path out = folder.resolve("events.ndjson");
        List<String> line = new ArrayList<>(List.of("decode", "--out", "file:" + out));
        line.addAll(List.of(arguments));
        assertThat(Xenscope.run(line.toArray(String[]::new))).isEqualTo(exit);
        return Files.readAllLines(out);
    }

    private static LimitOptions parsed(String... arguments) {
        LimitOptions options = new LimitOptions();
        CommandLine line = new CommandLine(options);
        line.setErr(new PrintWriter(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        line.parseArgs(arguments);
        return options;
    }

    @Test
    void theGuideHasTheTableOfTheCode() throws IOException {
        String guide = Files.readString(Samples.FOLDER.resolveSibling("docs/guides/limits.md"));
        List<String> table = guide.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> String.join("|", Arrays.asList(line.split("\\|")).subList(1, 5)))
                .toList();
        assertThat(table)
                .containsExactlyElementsOf(Arrays.stream(Limit.values())
                        .map(limit -> " `" + limit.label() + "` | "
                                + limit.unit().name().toLowerCase(Locale.ROOT) + " | " + limit.usualText() + " | "
                                + limit.finding() + " ")
                        .toList());
    }

    @Test
    void theLastOfSeveralCounts() {
        LimitOptions options = parsed("--limit", "connections=5", "--limit=reassembly=2k connections=7");
        assertThat(options.captures().maxFlows()).isEqualTo(7);
        assertThat(options.captures().directionOctets()).isEqualTo(2048);
        assertThat(options.dissection()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void everyLimitIsTaken() {
        String[] all = Stream.of(Limit.values())
                .flatMap(limit -> Stream.of("--limit", limit.label() + "=12345"))
                .toArray(String[]::new);
        LimitOptions options = parsed(all);
        String text = options.dissection() + " " + options.captures() + " " + options.files() + " "
                + options.eventsPerSecond();
        // Both limits of decompression hold for connections and for files.
        assertThat(text.split("12345", -1)).hasSize(Limit.values().length + 2 + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense=1",
                "connections",
                "connections=",
                "connections=0",
                "connections=5k",
                "connections=none",
                "connections=3000000000",
                "reassembly=-1",
                "reassembly=64x",
                "decompressed=999999999999g",
                "record-kept=4g"
            })
    void wrongUsageIsToldAndEndsTheCommand(String value) {
        Command.Result result = Command.run("decode", "--limit", value, CAPTURE);
        assertThat(result.exit()).isEqualTo(ExitStatus.UNUSABLE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--limit", value.startsWith("nonsense") ? "expected one of" : "expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decode", "summary", "verify", "memory", "capture", "proxy", "pipe"})
    void everyCommandThatDecodesHasIt(String command) {
        CommandLine line = Xenscope.command(command).getSubcommands().get(command);
        String help = line.getUsageMessage();
        assertThat(help).contains("--limit");
        assertThat(Limit.values())
                .allSatisfy(limit -> assertThat(help.replaceAll("\\s+", " ")).contains(limit.label()));
    }

    @Test
    void connectionsThatAreGivenUpAreTold() {
        Command.Result result = Command.run("decode", "--limit", "connections=1", "captures/xapi-c.pcapng.xz");
        assertThat(result.err()).contains("warn LIM-CONNECTIONS");
        assertThat(result.out()).contains("\"code\":\"LIM-CONNECTIONS\"");
    }

    @Test
    void compressedFilesEndWhereTooMuchHasComeOut() throws IOException {
        Path bomb = folder.resolve("image.gz");
        byte[] image = Files.readAllBytes(Samples.FOLDER.resolve("images/xen414-to-417-migrate-lan-pv.s2c.bin"));
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            gzip.write(image);
            gzip.write(new byte[1 << 20]);
        }
        List<String> events = events(ExitStatus.UNUSABLE.code(), "--limit", "decompressed=100", bomb.toString());
        assertThat(events).anyMatch(event -> event.contains("\"code\":\"LIM-DECOMPRESSION\""));
        assertThat(events.get(events.size() - 1)).contains("migration.end");
    }

    @Test
    void capturesEndWhereTooMuchHasComeOut() {
        Command.Result result = Command.run("decode", "--limit", "decompressed=20k", CAPTURE);
        assertThat(result.exit()).isEqualTo(ExitStatus.UNUSABLE.code());
        assertThat(result.err()).contains("LIM-DECOMPRESSION", "more than 20480 octets come out of xz");
        assertThat(result.out()).contains("LIM-DECOMPRESSION", "migration.end");
    }

    @Test
    void eventsInExcessAreCountedAndChangeNoExitCode() throws IOException {
        List<String> all = events(0, Samples.path(CAPTURE).toString());
        List<String> some = events(
                0, "--limit", "events-per-second=4", Samples.path(CAPTURE).toString());
        assertThat(some).hasSizeLessThan(all.size());
        String drop = some.get(some.size() - 1);
        assertThat(drop).contains("\"action\":\"pipeline.drop\"", "\"rate_limit_events\":");
        for (String action : List.of("migration.start", "migration.end", "round", "gap")) {
            String wanted = "\"action\":\"" + action + "\"";
            assertThat(some.stream().filter(event -> event.contains(wanted)))
                    .hasSameSizeAs(
                            all.stream().filter(event -> event.contains(wanted)).toList());
        }
    }
}
