package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What was made to be right is found to be right. */
class HealthySamplesTest {

    /**
     * What is true of these samples all the same: sessions of xapi travel without TLS, and a sender of Xen 4.6 wrote the
     * image inside.
     */
    private static final Set<String> TRUE = Set.of("XAPI-CRED-CLEAR", "HVR-006");

    static Stream<Path> samples() {
        return Samples.all().stream()
                .filter(file -> file.getFileName().toString().matches("(synthetic|xapi)-.*"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void raisesNothing(Path sample, @TempDir Path folder) throws IOException {
        Path out = folder.resolve("events");
        assertThat(Xenscope.run("decode", "--out", "file:" + out, "--state-findings", sample.toString()))
                .isZero();
        List<JsonNode> alerts = Events.parse(Files.readString(out)).stream()
                .filter(event -> Events.action(event).equals("expert"))
                .map(event -> event.at("/xenscope/expert"))
                .filter(expert -> !expert.get("severity").asString().equals("note"))
                .filter(expert -> !TRUE.contains(expert.get("code").asString()))
                .toList();
        assertThat(alerts).isEmpty();
    }
}
