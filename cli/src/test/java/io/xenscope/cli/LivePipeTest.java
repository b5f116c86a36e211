package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code xenscope pipe} as {@code xl migrate -s} runs it: what passes, and how it ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LivePipeTest {

    @TempDir
    private Path folder;

    private ProcessBuilder pipe(String... command) {
        List<String> line = new ArrayList<>(List.of("pipe", "--max-event-bytes", LiveFacts.LINE));
        line.addAll(List.of("--out", "file:" + events(), "--"));
        line.addAll(List.of(command));
        return Command.builder(Map.of(), line.toArray(String[]::new))
                .redirectError(folder.resolve("err").toFile());
    }

    private Path events() {
        return folder.resolve("events.ndjson");
    }

    private String told() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @ParameterizedTest
    @CsvSource({"0", "3"})
    void theConversationOfXlMigratePassesUnchanged(int code) throws Exception {
        Recording said = Recording.xlMigrate();
        Process pipe = pipe(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandIn.class.getName(),
                        Integer.toString(code))
                .start();
        InputStream in = pipe.getInputStream();
        String answers = StandIn.send(said, in, pipe.getOutputStream(), StandIn.AT_ONCE);
        pipe.getOutputStream().close();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(pipe.waitFor()).isEqualTo(code);
        assertThat(answers).isEqualTo(StandIn.digest(said.back()));
        assertThat(told()).contains("heard " + StandIn.digest(said.forward()) + " [" + code + "]");
        String ndjson = Files.readString(events());
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        LiveFacts.assertSame(LiveFacts.of(ndjson).get(0), LiveFacts.of(said));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "exit 7, 7",
                "kill -TERM $$, 143",
                "kill -KILL $$, 137",
                "cat >/dev/null; exit 1, 1",
                "exec no-such-command-of-anybody, 127"
            })
    void itEndsAsItsCommandDoes(String script, int code) throws Exception {
        Process pipe = pipe("sh", "-c", script).start();
        pipe.getOutputStream().close();
        assertThat(pipe.waitFor()).as(told()).isEqualTo(code);
    }

    @Test
    void aCommandThatIsNotThereSaysSo() throws Exception {
        assertThat(pipe("/no/such/command").start().waitFor()).isEqualTo(127);
        assertThat(told()).contains("/no/such/command");
    }

    @Test
    void terminationIsPassedOnAndTheCommandDecidesHowItEnds() throws Exception {
        Process pipe = pipe("sh", "-c", "trap 'echo last; exit 5' TERM; echo ready; while :; do sleep 0.05; done")
                .start();
        InputStream in = pipe.getInputStream();
        assertThat(new String(in.readNBytes(6), StandardCharsets.US_ASCII)).isEqualTo("ready\n");
        pipe.toHandle().destroy();
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("last\n");
        assertThat(pipe.waitFor()).isEqualTo(5);
    }

    @Test
    void aCommandThatStopsReadingIsSeenToDoSo() throws Exception {
        Process pipe =
                pipe("sh", "-c", "head -c 10; exec <&-; echo closed; sleep 0.2").start();
        byte[] octets = new byte[1 << 16];
        boolean refused = false;
        try (OutputStream out = pipe.getOutputStream()) {
            while (!refused) {
                out.write(octets);
            }
        } catch (IOException e) {
            refused = e.getMessage().contains("Broken pipe");
        }
        assertThat(refused).isTrue();
        assertThat(pipe.getInputStream().readAllBytes()).hasSize(17);
        assertThat(pipe.waitFor()).isZero();
    }

    @Test
    void whatPassesIsCounted() throws Exception {
        Process pipe = Command.builder(
                        Map.of(), "pipe", "--metrics", "0", "--verbose", "--out", "file:" + events(), "--", "cat")
                .redirectError(folder.resolve("err").toFile())
                .start();
        pipe.getOutputStream().write("twelve octets".getBytes(StandardCharsets.US_ASCII), 0, 12);
        pipe.getOutputStream().flush();
        assertThat(pipe.getInputStream().readNBytes(12)).hasSize(12);
        int port = LiveCommand.port(told(), "metrics on");
        LiveCommand.await(() -> metrics(port).contains("xenscope_octets_forwarded_total{from=\"server\"} 12.0"));
        assertThat(metrics(port))
                .contains("xenscope_octets_forwarded_total{from=\"client\"} 12.0")
                .contains("xenscope_open_connections 1.0")
                .contains("xenscope_migrations_total{outcome=\"complete\"} 0.0");
        assertThat(LiveCommand.get(port, "/-/healthy").statusCode()).isEqualTo(200);
        pipe.getOutputStream().close();
        assertThat(pipe.waitFor()).isZero();
        assertThat(told())
                .contains("info #1 pipe -> cat: connected")
                .contains("#1 pipe -> cat: closed, 12 octets from the client, 12 from the server");
    }

    private static String metrics(int port) {
        try {
            return LiveCommand.get(port, "/metrics").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void standardOutputBelongsToTheCommand() throws Exception {
        Command.Result result = Command.run("pipe", "--", "true");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("give --out");
    }
}
