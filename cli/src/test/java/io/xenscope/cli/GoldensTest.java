package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed for the samples, against the goldens that {@code samples/regenerate-goldens} writes. */
class GoldensTest {

    /** One line of {@code samples/goldens.tsv}. */
    record Golden(String file, String input, List<String> options) {
        boolean isPiped() {
            return input.startsWith("-");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Golden> goldens() throws IOException {
        try (Stream<String> lines = Files.lines(Samples.path("goldens.tsv"))) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Golden(columns[0], columns[1], words(columns[2])))
                    .toList();
        }
    }

    private static List<String> words(String options) {
        return options.isBlank() ? List.of() : List.of(options.trim().split(" +"));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    @Execution(ExecutionMode.CONCURRENT)
    void printsTheGolden(Golden golden) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("decode"));
        arguments.addAll(golden.options());
        arguments.add(golden.isPiped() ? "-" : golden.input());
        Path input = golden.isPiped() ? Samples.path(golden.input().substring(1)) : null;

        Command.Result result = Command.run(Map.of(), input, arguments.toArray(String[]::new));

        assertThat(result.exit()).as(result.err()).isLessThan(ExitStatus.UNUSABLE.code());
        assertThat(result.out())
                .isEqualTo(Files.readString(Samples.path("golden").resolve(golden.file())));
        if (golden.file().endsWith(".ndjson")) {
            Events.assertValid(result.out());
        }
    }

    @Test
    void everyGoldenFileIsListedAndEverySampleHasOne() throws IOException {
        try (Stream<Path> files = Files.list(Samples.path("golden"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            goldens().stream().map(Golden::file).toList());
        }
        List<String> inputs = goldens().stream()
                .map(golden -> Path.of(golden.input()).getFileName().toString())
                .toList();
        assertThat(inputs)
                .containsAll(Samples.all().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }
}
