package io.xenscope.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code xenscope verify} as a shell sees it. */
class VerifyCommandTest {

    private static final String SAVED = "images/xen417-pv-tiny-save.xl.img.xz";
    private static final String ABORTED = "captures/xen417-migrate-lan-abort-then-ok.pcap.xz";
    private static final String CUT = "images/pv64-p2mgen-abort-4.13.bin.xz";
    private static final String BACK = "images/hvm-colo-libxl-pfn15-4.22.back.bin";

    /**
     * Samples that something is wrong with, and what; all others are healthy. Besides what is damaged: sessions in clear,
     * imitated parameters, a capture begun late.
     */
    private static final Map<String, Set<String>> UNHEALTHY = Map.ofEntries(
            entry(ABORTED, Set.of("CAP-RST", "GEN-001", "HSK-003")),
            entry(CUT, Set.of("GEN-002")),
            entry(BACK, Set.of("BC-006")),
            entry("captures/xapi-a.pcapng.xz", Set.of("XAPI-CRED-CLEAR")),
            entry("captures/xapi-b.pcapng.xz", Set.of("HVR-006", "XAPI-CRED-CLEAR")),
            entry("captures/xapi-b-old-layout.pcapng.xz", Set.of("XAPI-CRED-CLEAR")),
            entry("captures/xapi-b-vgpu.pcapng.xz", Set.of("HVR-006", "XAPI-CRED-CLEAR")),
            entry("captures/xapi-c.pcapng.xz", Set.of("HVR-006", "XAPI-CRED-CLEAR")),
            entry("captures/xapi-c-behind-tls.pcapng.xz", Set.of("HVR-006")),
            entry("captures/xapi-c-vgpu.pcapng.xz", Set.of("HVR-006", "XAPI-CRED-CLEAR")),
            entry("captures/xapi-c-zstd.pcapng.xz", Set.of("XAPI-CRED-CLEAR")),
            entry(
                    "captures/xen417-migrate-lan-latestart.pcap.xz",
                    Set.of("CAP-ACKED-UNSEEN", "CAP-GAP", "CAP-NOSYN", "CAP-RESYNC")),
            entry("captures/xen417-migrate-lo-snaplen96.pcap.xz", Set.of("CAP-RESYNC", "CAP-SNAP")),
            entry("captures/xen417-to-420-migrate-lan-hvm.send.pcapng.xz", Set.of("CAP-NOSYN")),
            entry("images/hvm-live-4.22.bin.xz", Set.of("PGD-014")),
            entry("images/hvm-noparams-4.6.bin.xz", Set.of("HVR-006")),
            entry("images/hvm-remus-libxl-4.6.bin.xz", Set.of("CKP-002")),
            entry("images/hvm-remus-comp-cachebug-4.4.bin.xz", Set.of("E61")),
            entry("images/pv64-empty-4.7.4.bin.xz", Set.of("PVR-016")),
            entry("images/xapi-suspend-hvm.bin.xz", Set.of("HVR-006")),
            entry("images/xapi-suspend-uefi.bin.xz", Set.of("HVR-006")));

    @Test
    void aHealthyImageGivesNotesAndASummary() {
        Command.Result result = Command.run("verify", SAVED);
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .containsExactly(
                        SAVED + ":16821774: note PVR-022 16 octets: the guest never used extended state",
                        "1 migration: complete (END reached); 0 errors, 0 warnings, 1 note");
    }

    @Test
    void aTruncatedImageExitsWithOne() {
        Command.Result result = Command.run("verify", CUT);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines().get(0)).isEqualTo(CUT + ":9390280: error GEN-002 the stream ends without END");
        assertThat(result.lines().get(1)).startsWith("1 migration: truncated (");
    }

    @Test
    void bothDirectionsOfACaptureAreTold() {
        Command.Result result = Command.run("verify", "--severity", "warn", ABORTED);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines()).hasSize(4);
        assertThat(result.lines().get(0))
                .startsWith(ABORTED + ":20646556: error GEN-001 the stream ends inside PAGE_DATA")
                .endsWith(" [192.168.77.1:33502 → 192.168.77.2:5555]");
        assertThat(result.lines().get(1)).startsWith(ABORTED + ":20646556: error CAP-RST ");
        assertThat(result.lines().get(2)).startsWith(ABORTED + ":back:54: error HSK-003 ");
        assertThat(result.lines().get(3))
                .startsWith("2 migrations: 1 complete, 1 truncated; 3 errors, 0 warnings, ")
                .endsWith("; 1 gap, 7264 octets missing");
    }

    @Test
    void severityChangesLinesAndNothingElse() {
        Command.Result all = Command.run("verify", BACK);
        Command.Result errors = Command.run("verify", "--severity", "error", BACK);
        assertThat(all.lines()).hasSize(2).first().asString().contains(":back:56: warn BC-006 ");
        assertThat(errors.lines()).containsExactly(all.lines().get(1));
        assertThat(errors.exit()).isEqualTo(all.exit());
        assertThat(Command.run("verify", "--severity", "loud", BACK).exit()).isEqualTo(2);
    }

    @Test
    void standardInputHasNoName() {
        Command.Result result = Command.run(Map.of(), Samples.path(CUT), "verify", "-");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines().get(0)).startsWith("-:9390280: error GEN-002 ");
    }

    @Test
    void unusableInputsExitWithTwo(@TempDir Path folder) throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "nothing of interest");
        Command.Result result = Command.run("verify", notes.toString(), SAVED);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("notes.txt: offset 0: expected a capture or a migration stream");
        assertThat(result.out()).contains("1 migration: complete");
        Command.Result none = Command.run("verify");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("xenscope: verify: no FILE given");
        assertThat(none.out()).isEmpty();
    }

    @Test
    void aFolderStandsForItsCaptures() {
        Command.Result result = Command.run("verify", "--severity", "error", "captures");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines())
                .last()
                .asString()
                .startsWith("29 migrations: ")
                .contains("4 errors");
    }

    @Test
    void theStateOfTheGuestIsJudgedWhenAsked() {
        String rig = "images/hvm-live-4.22.bin.xz";
        assertThat(Command.run("verify", rig).out()).doesNotContain("CPU-");
        assertThat(Command.run("verify", "--state-findings", rig).out()).contains(" error CPU-002 ");
        assertThat(Command.run("verify", "--state-findings", "images/xen417-hvm-tiny-save.xl.img.xz")
                        .out())
                .doesNotContain(" error ");
    }

    @Test
    void aReaderThatGoesAwayEndsItQuietly() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("verify"));
        for (int i = 0; i < 20; i++) {
            arguments.add("images/pv64-empty-4.7.4.bin.xz");
        }
        Process process =
                Command.builder(Map.of(), arguments.toArray(String[]::new)).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).contains("PVR-016");
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.BROKEN_PIPE.code());
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    /** What real Xen wrote in good health has notes at most. */
    @Test
    void healthySamplesHaveNeitherWarningsNorErrors() {
        List<String> arguments = new ArrayList<>(List.of("verify", "--severity", "warn"));
        Samples.all()
                .forEach(file -> arguments.add(Samples.FOLDER.relativize(file).toString()));
        Map<String, Set<String>> found = new TreeMap<>();
        for (String line : Command.run(arguments.toArray(String[]::new)).lines()) {
            int colon = line.indexOf(": ");
            if (line.contains(": error ") || line.contains(": warn ")) {
                String file = line.substring(0, line.indexOf(':'));
                found.computeIfAbsent(file, key -> new TreeSet<>())
                        .add(line.substring(colon + 2).split(" ")[1]);
            }
        }
        assertThat(found).isEqualTo(UNHEALTHY);
    }
}
