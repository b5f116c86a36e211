package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.capture.OctetInput;
import io.xenscope.output.EventSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a shell sees it: streams, messages, exit codes. */
class CommandTest {

    private static final String SAVED = "images/xen417-pv-tiny-save.xl.img.xz";
    private static final String MIGRATED = "captures/xen414-to-417-migrate-lan-pv.recv.pcapng.xz";

    @Test
    void withoutArgumentsPrintsHelp() {
        Command.Result result = Command.run();
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("Usage: xenscope").contains("decode").contains("formats");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void completeMigrationsExitWithZeroAndPrintNothingElse() {
        Command.Result result = Command.run("decode", MIGRATED, SAVED);
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .filteredOn(line -> line.contains("\"outcome\":\"complete\""))
                .hasSize(2);
    }

    @Test
    void truncatedAndFailedOverMigrationsExitWithOne() {
        assertThat(Command.run("decode", "images/pv64-p2mgen-abort-4.13.bin.xz").exit())
                .isEqualTo(1);
        assertThat(Command.run("decode", "images/hvm-remus-libxl-4.22.bin.xz").exit())
                .isEqualTo(1);
    }

    @Test
    void unknownInputIsNamedWithOffsetExpectationAndFinding(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "nothing of interest");
        Command.Result result = Command.run("decode", file.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("notes.txt: offset 0: expected a capture or a migration stream")
                .contains("found 6e 6f 74 68 69 6e 67");
    }

    @Test
    void missingFileDoesNotKeepTheOthersFromBeingDecoded() {
        Command.Result result = Command.run("decode", "no-such-file", SAVED);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("no-such-file: no such file");
        assertThat(result.out()).contains("migration.end");
    }

    @Test
    void wrongUsageExitsWithTwo() {
        Command.Result none = Command.run("decode");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("no FILE given");
        Command.Result option = Command.run("decode", "--no-such-option", SAVED);
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).contains("--no-such-option").contains("--help");
        Command.Result as = Command.run("decode", "--as", "pigeon", SAVED);
        assertThat(as.exit()).isEqualTo(2);
        assertThat(as.err()).contains("'pigeon' is no format; expected one of xl, libxl, libxc");
        Command.Result filter = Command.run("decode", "--filter", "action ==", SAVED);
        assertThat(filter.exit()).isEqualTo(2);
        assertThat(filter.out()).isEmpty();
        Command.Result out = Command.run("decode", "--out", "pigeon:home", SAVED);
        assertThat(out.exit()).isEqualTo(2);
        assertThat(out.err()).contains("pigeon:home: expected -, file:PATH");
    }

    @Test
    void captureWithoutMigrationIsNotRecognised(@TempDir Path folder) throws IOException {
        byte[] emptyPcap = {
            (byte) 0xd4,
            (byte) 0xc3,
            (byte) 0xb2,
            (byte) 0xa1,
            2,
            0,
            4,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            4,
            0,
            1,
            0,
            0,
            0
        };
        Path file = Files.write(folder.resolve("empty.pcap"), emptyPcap);
        Command.Result result = Command.run("decode", file.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("no migration in this capture (0 packets, 0 TCP connections)");
    }

    @Test
    void folderStandsForItsCaptures(@TempDir Path folder) throws IOException {
        Files.copy(Samples.path(MIGRATED), folder.resolve("a.pcapng.xz"));
        Files.copy(Samples.path(SAVED), folder.resolve("b.img.xz"));
        Command.Result result = Command.run("decode", folder.toString());
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("a.pcapng.xz").doesNotContain("b.img.xz");
    }

    @Test
    void capturesAreReadFromStandardInput() {
        Command.Result result = Command.run(Map.of(), Samples.path(MIGRATED), "decode", "-");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("\"outcome\":\"complete\"").doesNotContain("\"file\"");
    }

    @Test
    void decodeAsForcesTheCarrierOfAPort() {
        Command.Result result = Command.run("decode", "--decode-as", "5555=libxc", MIGRATED);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("\"carrier\":\"libxc\"").contains("LXC-001");
        Command.Result other = Command.run("decode", "--decode-as", "5556=libxc", MIGRATED);
        assertThat(other.exit()).isZero();
    }

    @Test
    void asForcesTheFormatOfAFile() {
        Command.Result result = Command.run("decode", "--as", "libxl", SAVED);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("LXL-001");
    }

    @Test
    void filterKeepsTheOutcomeOfWhatIsNotShown() {
        Command.Result result = Command.run(
                "decode", "--filter", "expert.severity == \"error\"", "images/pv64-p2mgen-abort-4.13.bin.xz");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines()).singleElement().asString().contains("GEN-002");
    }

    @Test
    void secretsNeedToBeAskedFor() {
        assertThat(Command.run("decode", SAVED).out()).doesNotContain("b_info");
        assertThat(Command.run("decode", "--show-config", SAVED).out()).contains("b_info");
    }

    @Test
    void optionsComeFromEnvironmentAndFileAndArePrinted(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("xenscope.properties"), "detail=summary\nformat=text\n");
        Command.Result result = Command.run(
                Map.of("XENSCOPE_DETAIL", "full"),
                null,
                "decode",
                "--config",
                config.toString(),
                "--print-config",
                SAVED);
        assertThat(result.exit()).isZero();
        assertThat(result.lines()).contains("detail=FULL", "format=TEXT", "out=-");
        Command.Result missing =
                Command.run("decode", "--config", folder.resolve("none").toString(), SAVED);
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("cannot read the configuration file");
    }

    @Test
    void severalTargetsFromAFileAndNoPasswordIsPrinted(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve("xenscope.properties"), "out=file:/a b tcp:h:1 elastic:https://me:secret@h/x\n");
        Command.Result result = Command.run("decode", "--config", config.toString(), "--print-config", SAVED);
        assertThat(result.lines()).contains("out=file:/a b tcp:h:1 elastic:https://h/x");
        Command.Result wrong = Command.run("decode", "--out", "elastic:https://me:secret@", SAVED);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("expected a URL").doesNotContain("secret");
    }

    @Test
    void schemaFieldsAndFormatsArePrinted() {
        assertThat(Command.run("schema").out().strip())
                .isEqualTo(EventSchema.text().strip());
        assertThat(Command.run("fields").lines())
                .anyMatch(line -> line.startsWith("xenscope.batch.zero_pages\tinteger\t"));
        assertThat(Command.run("formats").out())
                .contains("pcapng")
                .contains("xl-receiver")
                .contains("zstd");
        assertThat(Command.run("--version").out().strip()).matches("xenscope \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void damagedCompressionKeepsWhatCameBefore(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Samples.path(SAVED));
        Path cut = Files.write(folder.resolve("cut.xz"), Arrays.copyOf(whole, whole.length / 2));
        Command.Result result = Command.run("decode", cut.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("cut.xz").contains("cannot be read");
        assertThat(result.out()).contains("DOMAIN_HEADER").contains("migration.end");
        Events.assertOrderly(result.out());
    }

    @Test
    void readerThatGoesAwayEndsItQuietly() throws Exception {
        Process process = Command.builder(Map.of(), "decode", "images/xen417-hvm-tiny-save.xl.img.xz")
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).contains("migration.start");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.BROKEN_PIPE.code());
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    @Test
    void terminationFlushesWhatIsKnown(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("events");
        Process process =
                Command.builder(Map.of(), "decode", "--out", "file:" + out, "-").start();
        // A pipe holds far less: when all is written, the command has decoded most of it.
        OutputStream in = process.getOutputStream();
        try (OctetInput image = OctetInput.open(Samples.path(SAVED))) {
            in.write(image.peek(1 << 20));
        }
        in.flush();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).contains("DOMAIN_HEADER");
    }
}
