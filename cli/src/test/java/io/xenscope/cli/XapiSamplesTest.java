package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.samples.xapi.XapiSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The samples of xapi against the tables they were written with, and that no credential leaves the command. */
class XapiSamplesTest {

    private static final int FIRST_PORT = 44_282;

    static List<Path> samples() {
        return Samples.all().stream()
                .filter(file -> file.getFileName().toString().startsWith("xapi-"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void agreesWithTheTable(Path sample, @TempDir Path folder) throws IOException {
        String ndjson = decoded(folder, sample);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        List<String> rows = table(sample);
        Set<String> connections = new LinkedHashSet<>();
        rows.forEach(row -> connections.add(row.split("\t", -1)[0]));
        for (String connection : connections) {
            for (String direction : List.of("forward", "back")) {
                List<String> elements =
                        elements(ndjson, List.copyOf(connections).indexOf(connection), direction);
                assertThat(elements)
                        .isEqualTo(rows.stream()
                                .filter(row -> row.startsWith(connection + "\t" + direction + "\t"))
                                .map(row -> row.substring(connection.length() + direction.length() + 2))
                                .toList());
            }
        }
        assertThat(Events.parse(ndjson).stream()
                        .filter(event -> Events.action(event).equals("migration.end"))
                        .map(event -> event.at("/xenscope/outcome").asString()))
                .hasSize(connections.size())
                .allMatch("complete"::equals);
    }

    private static List<String> table(Path sample) throws IOException {
        String name = sample.getFileName().toString().replaceFirst("\\..*", "");
        List<String> lines = Files.readAllLines(sample.resolveSibling(name + ".elements.tsv"));
        return lines.subList(1, lines.size());
    }

    /** Offset, type and length of what the carrier frames; what lies inside the image is one element. */
    private static List<String> elements(String ndjson, int connection, String direction) {
        List<String> elements = new ArrayList<>();
        long imageBegin = -1;
        long imageEnd = 0;
        for (JsonNode event : Events.parse(ndjson)) {
            JsonNode own = event.get("xenscope");
            boolean tile = Set.of("record", "batch", "gap").contains(Events.action(event));
            int port = event.at("/source/port").asInt(FIRST_PORT);
            if (!tile
                    || port != FIRST_PORT + connection
                    || !own.get("direction").asString().equals(direction)) {
                continue;
            }
            long offset = own.get("offset").asLong();
            long length = own.get("length").asLong();
            if (own.get("layer").asString().matches("libxc|legacy")) {
                imageBegin = imageBegin < 0 ? offset : imageBegin;
                imageEnd = offset + length;
                continue;
            }
            if (imageBegin >= 0) {
                elements.add(imageBegin + "\tIMAGE\t" + (imageEnd - imageBegin));
                imageBegin = -1;
            }
            elements.add(offset + "\t" + own.at("/record/type").asString("gap") + "\t" + length);
        }
        return elements;
    }

    private static String decoded(Path folder, Path sample, String... options) throws IOException {
        Path out = folder.resolve("events");
        List<String> arguments = new ArrayList<>(List.of("decode", "--out", "file:" + out));
        arguments.addAll(List.of(options));
        arguments.add(sample.toString());
        assertThat(Xenscope.run(arguments.toArray(String[]::new))).isLessThan(ExitStatus.UNUSABLE.code());
        return Files.readString(out);
    }

    static Stream<String> details() {
        return Stream.of("summary", "fields", "full");
    }

    @ParameterizedTest
    @MethodSource("details")
    void credentialsAreInNoOutput(String detail, @TempDir Path folder) throws IOException {
        for (Path sample : samples()) {
            for (String form : List.of("ndjson", "text")) {
                String out = decoded(
                        folder,
                        sample,
                        "--detail",
                        detail,
                        "--format",
                        form,
                        "--bytes",
                        "--show-config",
                        "--state-findings");
                for (String secret :
                        List.of(XapiSamples.SESSION, XapiSamples.TASK, XapiSamples.AUTHORIZATION, "session_id=")) {
                    assertThat(out)
                            .as("%s --detail %s --format %s", sample, detail, form)
                            .doesNotContain(secret.substring(Math.max(0, secret.length() - 20)));
                }
                assertThat(decoded(folder, sample, "--detail", detail, "--format", form))
                        .doesNotContain("hunter2")
                        .doesNotContain("c3dzZWNyZXQ");
            }
        }
    }
}
