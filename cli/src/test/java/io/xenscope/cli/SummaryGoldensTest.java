package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The summaries of all samples, against those that {@code samples/regenerate-goldens} writes. */
class SummaryGoldensTest {

    private static final String NETEM = "captures/xen417-migrate-lan-netem.recv.pcapng.xz";
    private static final String PV = "captures/xen414-to-417-migrate-lan-pv.recv.pcapng.xz";
    private static final String REMUS = "captures/xen417-remus-lan-pvh.recv.pcapng.xz";
    private static final String COMPRESSED = "images/hvm-remus-comp-4.4.bin.xz";

    static List<String> samples() {
        return Samples.all().stream()
                .map(file -> Samples.FOLDER.relativize(file).toString())
                .toList();
    }

    private static Path golden(String name) {
        return Samples.path("summary").resolve(name + ".txt");
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Execution(ExecutionMode.CONCURRENT)
    void saysWhatTheGoldenSays(String sample) throws IOException {
        String name = Path.of(sample).getFileName().toString();
        assertThat(SummaryTexts.of(List.of(sample))).isEqualTo(Files.readString(golden(name)));
    }

    @Test
    void comparesSideBySide() throws IOException {
        assertThat(SummaryTexts.of(List.of(PV, NETEM))).isEqualTo(Files.readString(golden("comparison")));
        assertThat(SummaryTexts.of(List.of(REMUS, COMPRESSED)))
                .isEqualTo(Files.readString(golden("comparison-of-epochs")));
    }

    /** Blocks of the guide hold commands, and otherwise lines of the goldens. */
    @Test
    void theGuideShowsWhatIsPrinted() throws IOException {
        List<String> printed = new ArrayList<>();
        for (String name : List.of(
                "comparison",
                "xen417-migrate-lan-netem.recv.pcapng.xz",
                "xen417-migrate-lo-ipv6.pcap.xz",
                "xen417-migrate-lan-abort-then-ok.pcap.xz")) {
            printed.addAll(Files.readAllLines(golden(name)));
        }
        boolean inBlock = false;
        for (String line : Files.readAllLines(Samples.path("../docs/guides/slow-migration.md"))) {
            if (line.startsWith("```")) {
                inBlock = !inBlock;
            } else if (inBlock && !line.startsWith("$ ") && !line.equals("…")) {
                assertThat(printed).contains(line);
            }
        }
    }

    @Test
    void everyGoldenBelongsToASample() throws IOException {
        List<String> expected = new ArrayList<>(List.of("comparison.txt", "comparison-of-epochs.txt"));
        samples().forEach(sample -> expected.add(Path.of(sample).getFileName() + ".txt"));
        try (Stream<Path> files = Files.list(Samples.path("summary"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
