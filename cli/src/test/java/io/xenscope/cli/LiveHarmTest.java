package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.proxy.Proxy;
import io.xenscope.proxy.ProxyOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever happens to dissection and to the events, the octets arrive as they were sent, and what was lost is told. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveHarmTest {

    @TempDir
    private Path folder;

    private final StringWriter messages = new StringWriter();
    private final LiveCounts counts = new LiveCounts(LiveLog.plain(new PrintWriter(messages)));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Path events() {
        return folder.resolve("events.ndjson");
    }

    private LiveTap tap(LongConsumer harm, String... options) throws IOException {
        EventOptions events = parsed(new EventOptions(), "--out", "file:" + events());
        LiveOptions live = parsed(new LiveOptions(), options);
        LiveTap tap = new LiveTap(live, events, new InputOptions(), counts, input -> new Harmed(input, harm));
        tap.start();
        return tap;
    }

    private static <T> T parsed(T options, String... arguments) {
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options;
    }

    /** Sends a migration through a proxy with this tap; fails when an octet does not arrive as sent. */
    private static void migrate(Recording said, LiveTap tap, LiveCounts counts) throws Exception {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocket server = new ServerSocket(0, 10, here.getAddress());
                Proxy proxy = Proxy.start(
                        ProxyOptions.to((InetSocketAddress) server.getLocalSocketAddress(), List.of(here)),
                        tap.tap(),
                        counts)) {
            migrate(
                    said,
                    server,
                    new Socket(here.getAddress(), proxy.addresses().get(0).getPort()));
        }
    }

    private static void migrate(Recording said, ServerSocket server, Socket connected) throws Exception {
        CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return StandIn.receive(said, socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (connected) {
            assertThat(StandIn.send(said, connected.getInputStream(), connected.getOutputStream(), StandIn.AT_ONCE))
                    .isEqualTo(StandIn.digest(said.back()));
        }
        assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
    }

    /** Shows octets to a dissector, and does harm where it is told how many have passed. */
    private record Harmed(ConnectionInput input, LongConsumer harm) implements ConnectionInput {
        @Override
        public StreamInput fromFirst() {
            return harmed(input.fromFirst());
        }

        @Override
        public StreamInput fromSecond() {
            return input.fromSecond();
        }

        @Override
        public boolean isIgnored() {
            return input.isIgnored();
        }

        private StreamInput harmed(StreamInput side) {
            return new StreamInput() {
                @Override
                public void bytes(byte[] buffer, int offset, int length, long time) {
                    harm.accept(length);
                    side.bytes(buffer, offset, length, time);
                }

                @Override
                public void gap(long octets, GapCause cause, long time) {
                    side.gap(octets, cause, time);
                }

                @Override
                public void end(EndReason reason, long time) {
                    side.end(reason, time);
                }
            };
        }
    }

    private static LongConsumer after(long octets, Runnable harm) {
        long[] passed = {0};
        return length -> {
            passed[0] += length;
            if (passed[0] > octets) {
                harm.run();
            }
        };
    }

    @Test
    void aDissectorThatThrows() throws Exception {
        LiveTap tap = tap(after(1_000_000, () -> {
            throw new IllegalStateException("made to fail");
        }));
        migrate(Recording.xlMigrate(), tap, counts);
        assertThat(tap.close(Duration.ofSeconds(60))).isTrue();
        String ndjson = Files.readString(events());
        Events.assertValid(ndjson);
        assertThat(ndjson)
                .contains("\"pipeline.drop\"")
                .contains("\"tap_failures\":1")
                .contains("\"migration.end\"")
                .contains("the input cannot be read further");
        assertThat(messages.toString())
                .contains("forwarded but not looked at any more")
                .contains("made to fail");
    }

    @Test
    void aDissectorThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        LiveTap tap = tap(
                after(100_000, () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }),
                "--tap-memory",
                "2m");
        migrate(Recording.xlMigrate(), tap, counts);
        // Told while it hangs.
        LiveCommand.await(() -> LiveCommand.count(events(), "\"pipeline.drop\"") > 0);
        assertThat(tap.close(Duration.ofMillis(100))).isFalse();
        String ndjson = Files.readString(events());
        Events.assertValid(ndjson);
        assertThat(ndjson).contains("\"overload_octets\":");
        assertThat(counts.get("drop_octets_overload")).isGreaterThan(1_000_000);
        never.countDown();
    }

    @Test
    void aDissectorThatTakesAllMemory() throws Exception {
        LiveTap tap = tap(after(1_000_000, () -> {
            List<byte[]> all = new ArrayList<>();
            while (all.size() < 1_000_000) {
                all.add(new byte[128 << 20]);
            }
        }));
        migrate(Recording.xlMigrate(), tap, counts);
        assertThat(tap.close(Duration.ofSeconds(60))).isTrue();
        assertThat(Files.readString(events())).contains("\"tap_failures\":1").contains("\"migration.end\"");
        assertThat(messages.toString()).contains("OutOfMemoryError");
    }

    private LiveCommand command(ServerSocket server, Path out, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--listen", "127.0.0.1:0", "--to", "127.0.0.1:" + server.getLocalPort(), "--metrics", "0"));
        arguments.addAll(List.of(more));
        LiveCommand command = LiveCommand.proxy(out, arguments.toArray(String[]::new));
        open.add(command);
        return command;
    }

    private ServerSocket server() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        open.add(server);
        return server;
    }

    @Test
    void aFullDisk() throws Exception {
        ServerSocket server = server();
        LiveCommand proxy = command(server, folder.resolve("out"), "--out", "file:/dev/full", "--drain-timeout", "1");
        migrate(Recording.xlMigrate(), server, proxy.connect("127.0.0.1"));
        proxy.awaitMessage("events cannot be written");
        LiveCommand.await(() -> proxy.metric("xenscope_migrations_total{outcome=\"complete\"}") == 1);
        assertThat(proxy.metric("xenscope_sink_failures_total")).isPositive();
        proxy.stop();
        assertThat(proxy.told()).anyMatch(line -> line.contains("No space left"));
    }

    @Test
    void aFifoThatNobodyReadsUntilLater() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        ServerSocket server = server();
        LiveCommand proxy = command(server, folder.resolve("out"), "--out", "file:" + fifo);
        migrate(Recording.xlMigrate(), server, proxy.connect("127.0.0.1"));
        Process late = new ProcessBuilder("cat", fifo.toString())
                .redirectOutput(events().toFile())
                .start();
        proxy.stop();
        late.waitFor();
        String ndjson = Files.readString(events());
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        assertThat(ndjson).contains("\"outcome\":\"complete\"");
    }

    @Test
    void aReaderThatGoesAwayAndOneThatComesBack() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        ServerSocket server = server();
        LiveCommand proxy = command(server, folder.resolve("out"), "--out", "file:" + fifo);
        Process head = new ProcessBuilder("head", "-n", "3", fifo.toString())
                .redirectOutput(folder.resolve("head").toFile())
                .start();
        migrate(Recording.xlMigrate(), server, proxy.connect("127.0.0.1"));
        assertThat(head.waitFor()).isZero();
        migrate(Recording.xlMigrate(), server, proxy.connect("127.0.0.1"));
        Process late = new ProcessBuilder("cat", fifo.toString())
                .redirectOutput(events().toFile())
                .start();
        migrate(Recording.xlMigrate(), server, proxy.connect("127.0.0.1"));
        proxy.stop();
        late.waitFor();
        String ndjson = Files.readString(events());
        Events.assertValid(ndjson);
        // What the first reader left in the pipe is written again, so that each event was there once at least.
        Set<String> all = new HashSet<>(Files.readAllLines(folder.resolve("head")));
        ndjson.lines().forEach(all::add);
        assertThat(all).filteredOn(line -> line.contains("\"migration.end\"")).hasSize(3);
        Events.assertOrderly(all.stream()
                .filter(line -> line.startsWith("{"))
                .sorted(Comparator.comparing(LiveHarmTest::sequence))
                .collect(Collectors.joining("\n", "", "\n")));
    }

    private static long sequence(String line) {
        return Events.parse(line).get(0).at("/event/sequence").asLong();
    }

    /** A sink that never answers, and one that refuses every connection, beside one that works. */
    @Test
    void sinksThatAreDownAllTheTime() throws Exception {
        ServerSocket server = server();
        int refusing;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            refusing = closed.getLocalPort();
        }
        ServerSocket silent = server();
        LiveCommand proxy = command(
                server,
                folder.resolve("out"),
                "--out=file:" + events(),
                "--out=tcp:127.0.0.1:" + refusing,
                "--out=elastic:http://127.0.0.1:" + silent.getLocalPort() + "/events",
                "--out=syslog:tcp:127.0.0.1:" + silent.getLocalPort(),
                "--spool-memory=32k");
        for (int i = 0; i < 3; i++) {
            migrate(Recording.xlMigrate(), server, proxy.connect("127.0.0.1"));
        }
        LiveCommand.await(() -> LiveCommand.count(events(), "\"spool_full_events\"") > 0);
        LiveCommand.await(() -> LiveCommand.count(events(), "\"migration.end\"") == 3);
        assertThat(proxy.metric("xenscope_events_dropped_total{reason=\"spool_full\"}"))
                .isPositive();
        assertThat(proxy.metric("xenscope_sink_events_dropped_total{sink=\"tcp:127.0.0.1:" + refusing + "\"}"))
                .isPositive();
        assertThat(proxy.metric("xenscope_sink_waiting_octets{sink=\"tcp:127.0.0.1:" + refusing + "\"}"))
                .isBetween(1.0, 33_000.0);
        proxy.awaitMessage("events cannot be written to tcp:127.0.0.1:" + refusing);
        String ndjson = Files.readString(events());
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson.lines()
                .filter(line -> !line.contains("\"pipeline.drop\""))
                .collect(Collectors.joining("\n")));
    }
}
