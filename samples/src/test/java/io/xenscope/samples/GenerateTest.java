package io.xenscope.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
    @TempDir
    Path folder;

    @Test
    void writesStreamCaptureAndTruth() throws IOException {
        int code = generate(
                "--guest",
                "hvm",
                "--pages",
                "1024",
                "--content",
                "zero=20,text=50,random=30",
                "--truth",
                file("truth.tsv"),
                "--out",
                file("out"),
                "--back",
                file("back"),
                "--pcap",
                file("x.pcapng"));
        assertThat(code).isZero();
        List<String> truth = Files.readAllLines(folder.resolve("truth.tsv"));
        assertThat(truth.get(0)).isEqualTo("seq\toffset\tlayer\ttype\tname\tlength\ttotal\tdetail");
        assertThat(truth.get(1)).startsWith("0\t0\txl\t-\tXL_SAVE_HEADER\t");
        assertThat(truth.get(9))
                .contains("\tlibxc\t0x00000001\tPAGE_DATA\t4071432\t4071440\tcount=1024 data=992 zero=")
                .endsWith(" types=NOTAB:992,XTAB:32 pfns=0x0-0x3ff");
        assertThat(Files.size(folder.resolve("back"))).isEqualTo(128);
        assertThat(Files.size(folder.resolve("x.pcapng"))).isGreaterThan(Files.size(folder.resolve("out")));
    }

    @Test
    void sizeGrowsTheGuestOrRepeatsRounds() throws IOException {
        assertThat(generate("--guest", "pvh", "--size", "32m", "--out", file("a")))
                .isZero();
        assertThat(generate("--guest", "pvh", "--size", "32m", "--pages", "4096", "--out", file("b")))
                .isZero();
        assertThat(generate("--mode", "remus", "--size", "32m", "--pages", "4096", "--out", file("c")))
                .isZero();
        assertThat(List.of("a", "b", "c"))
                .allSatisfy(name -> assertThat(Files.size(folder.resolve(name))).isBetween(30_000_000L, 37_000_000L));
    }

    @Test
    void mutantsAreTheSameForTheSameSeed() throws IOException {
        for (String kind : List.of("--count=12", "--legacy")) {
            assertThat(generate("mutants", kind, "--seed=3", file("one" + kind)))
                    .isZero();
            assertThat(generate("mutants", kind, "--seed=3", file("other" + kind)))
                    .isZero();
            List<Path> one = files(folder.resolve("one" + kind));
            assertThat(one).hasSizeGreaterThanOrEqualTo(12);
            for (Path file : one) {
                assertThat(folder.resolve("other" + kind).resolve(file.getFileName()))
                        .hasSameBinaryContentAs(file);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThat(generate("--guest", "pv64")).isEqualTo(2);
        assertThat(generate("--guest", "pv64", "--mode", "colo", "--out", file("x")))
                .isEqualTo(2);
        assertThat(generate("--content", "zero=50", "--out", file("x"))).isEqualTo(2);
        assertThat(generate("--out", file("missing/x"))).isEqualTo(1);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static int generate(String... arguments) {
        return Generate.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
