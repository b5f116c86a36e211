package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A machine that has no time left: octets arrive as sent, and all that was not looked at is accounted for. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveLoadTest {

    private static final int CONNECTIONS = 4;

    /** Enough for a migration to be recognised. */
    private static final int BEGINNING = 2048;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Process> burning = new ArrayList<>();

    @BeforeEach
    void burn() throws IOException {
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            burning.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
        }
    }

    @AfterEach
    void rest() {
        burning.forEach(Process::destroyForcibly);
        threads.shutdownNow();
    }

    private interface Talk {
        String talk() throws IOException;
    }

    private CompletableFuture<String> begin(Talk talk) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return talk.talk();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    @Test
    void octetsArriveAndLossesOfTheTapAddUp() throws Exception {
        Recording said = Recording.xlMigrate();
        Path events = folder.resolve("events.ndjson");
        CyclicBarrier recognised = new CyclicBarrier(
                CONNECTIONS, () -> quietly(() -> LiveCommand.count(events, "migration.start") == CONNECTIONS));
        List<CompletableFuture<String>> heard = new ArrayList<>();
        List<CompletableFuture<String>> answered = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
                LiveCommand proxy = LiveCommand.proxy(
                        events,
                        "--listen",
                        "127.0.0.1:0",
                        "--to",
                        "127.0.0.1:" + server.getLocalPort(),
                        "--metrics",
                        "0",
                        "--hash-pages",
                        "--tap-memory",
                        // Less than the system hands over at a time.
                        "32k")) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket sender = proxy.connect("127.0.0.1");
                Socket receiver = server.accept();
                heard.add(begin(() -> {
                    try (receiver) {
                        return StandIn.receive(said, receiver.getInputStream(), receiver.getOutputStream());
                    }
                }));
                answered.add(begin(() -> {
                    try (sender) {
                        return StandIn.send(
                                said, sender.getInputStream(), sender.getOutputStream(), (out, octets, from, to) -> {
                                    int first = from == 0 ? BEGINNING : from;
                                    out.write(octets, from, first - from);
                                    if (from == 0) {
                                        await(recognised);
                                    }
                                    out.write(octets, first, to - first);
                                });
                    }
                }));
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(heard.get(i).get()).isEqualTo(StandIn.digest(said.forward()));
                assertThat(answered.get(i).get()).isEqualTo(StandIn.digest(said.back()));
            }
            LiveCommand.await(() -> LiveCommand.count(events, "migration.end") == CONNECTIONS);
            long dropped = (long) proxy.metric("xenscope_tap_octets_dropped_total{reason=\"overload\"}");
            assertThat(dropped).isPositive();
            assertThat(proxy.metric("xenscope_octets_forwarded_total{from=\"client\"}"))
                    .isEqualTo((double) CONNECTIONS * said.forward().length);
            assertThat(proxy.metric("xenscope_octets_forwarded_total{from=\"server\"}"))
                    .isEqualTo((double) CONNECTIONS * said.back().length);
            proxy.stop();
            assertThat(proxy.told()).anyMatch(line -> line.contains("NET-TAP-DROPPED"));
            assertAddsUp(Files.readString(events), dropped, said);
        }
    }

    private static void assertAddsUp(String ndjson, long dropped, Recording said) {
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson.lines()
                .filter(line -> !line.contains("\"pipeline.drop\""))
                .reduce("", (all, line) -> all + line + "\n"));
        long missed = 0;
        long gaps = 0;
        long told = 0;
        for (JsonNode event : Events.parse(ndjson)) {
            switch (Events.action(event)) {
                case "migration.end" ->
                    missed += event.at("/xenscope/totals/missed_bytes").asLong();
                case "gap" -> {
                    if (event.at("/xenscope/gap/cause").asString().equals("overload")) {
                        gaps += event.at("/xenscope/gap/missing").asLong();
                    }
                }
                case "pipeline.drop" ->
                    told = event.at("/xenscope/drop/reasons/overload_octets").asLong();
                default -> {}
            }
        }
        assertThat(told).as("octets of the last pipeline.drop").isEqualTo(dropped);
        assertThat(gaps).as("octets of gap events").isEqualTo(dropped);
        assertThat(missed).as("octets of migration.end events").isEqualTo(dropped);
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void quietly(java.util.function.BooleanSupplier condition) {
        try {
            LiveCommand.await(condition);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
