package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code xenscope proxy} between both ends of migrations, over loopback. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveProxyTest {

    private static final String CAPTURE = "xen414-to-417-migrate-lan-pv.recv.pcapng.xz";

    @TempDir
    private Path folder;

    private Path events;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void place() {
        events = folder.resolve("events.ndjson");
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        threads.shutdownNow();
    }

    private ServerSocket server(String host) throws IOException {
        ServerSocket server = new ServerSocket(0, 100, InetAddress.getByName(host));
        open.add(server);
        return server;
    }

    private LiveCommand proxy(ServerSocket server, String... more) throws Exception {
        String host = server.getInetAddress().getHostAddress();
        String at = host.indexOf(':') < 0 ? host : "[" + host + "]";
        List<String> arguments =
                new ArrayList<>(List.of("--listen", at + ":0", "--to", at + ":" + server.getLocalPort()));
        // Where a line is cut depends on the addresses in it, too.
        arguments.addAll(List.of("--max-event-bytes", LiveFacts.LINE));
        arguments.addAll(List.of(more));
        LiveCommand command = LiveCommand.proxy(events, arguments.toArray(String[]::new));
        open.add(command);
        return command;
    }

    private interface Talk {
        String talk(InputStream in, OutputStream out) throws IOException;
    }

    private CompletableFuture<String> accept(ServerSocket server, Talk talk) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket socket = server.accept()) {
                        socket.setTcpNoDelay(true);
                        return talk.talk(socket.getInputStream(), socket.getOutputStream());
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    private static CompletableFuture<String> receiver(LiveProxyTest test, ServerSocket server, Recording said) {
        return test.accept(server, (in, out) -> StandIn.receive(said, in, out));
    }

    private static String send(LiveCommand proxy, String host, Recording said, StandIn.Writing writing)
            throws Exception {
        try (Socket socket = proxy.connect(host)) {
            return StandIn.send(said, socket.getInputStream(), socket.getOutputStream(), writing);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theConversationOfXlMigratePassesUnchangedAndIsDecodedAsFromItsCapture(String host) throws Exception {
        Recording said = Recording.ofCapture(CAPTURE);
        ServerSocket server = server(host);
        LiveCommand proxy = proxy(server);
        CompletableFuture<String> heard = receiver(this, server, said);
        assertThat(send(proxy, host, said, StandIn.AT_ONCE)).isEqualTo(StandIn.digest(said.back()));
        assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
        proxy.stop();

        String ndjson = Files.readString(events);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        LiveFacts.assertSame(
                LiveFacts.of(ndjson).get(0),
                LiveFacts.of(Command.run("decode", "--max-event-bytes", LiveFacts.LINE, "captures/" + CAPTURE)
                                .out())
                        .get(0));
        assertThat(ndjson).contains("\"outcome\":\"complete\"").contains("\"ip\":\"" + host + "\"");
    }

    @Test
    void aReportSaysWhomEachRoundWaitedFor() throws Exception {
        Recording said = Recording.ofCapture(CAPTURE);
        ServerSocket server = server("127.0.0.1");
        Path report = folder.resolve("report.txt");
        Files.writeString(report, "kept\n");
        LiveCommand proxy = proxy(server, "--report", report.toString());
        for (int i = 0; i < 2; i++) {
            CompletableFuture<String> heard = receiver(this, server, said);
            send(proxy, "127.0.0.1", said, StandIn.AT_ONCE);
            assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
        }
        proxy.stop();

        List<JsonNode> rounds = Events.parse(Files.readString(events)).stream()
                .filter(event -> Events.action(event).equals("round"))
                .toList();
        assertThat(rounds).hasSize(12).allSatisfy(round -> {
            JsonNode pace = round.at("/xenscope/round/pace");
            assertThat(pace.at("/watched_ns").asLong())
                    .isEqualTo(pace.at("/blocked_read_ns").asLong()
                            + pace.at("/blocked_write_ns").asLong()
                            + pace.at("/held_ns").asLong());
        });
        List<String> lines = Files.readAllLines(report);
        assertThat(lines).startsWith("kept", "live");
        assertThat(lines).filteredOn(line -> line.endsWith("held up by")).hasSize(2);
        assertThat(lines)
                .filteredOn(line -> line.matches("  \\d  (live|final) .*(sender's side|receiver's side|nobody).*"))
                .hasSize(12);
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains("forwarding waited for the receiver's side to take octets for");
    }

    @Test
    void aSenderThatWritesSingleOctetsIsDecodedTheSame() throws Exception {
        Recording said = Recording.bare();
        ServerSocket server = server("127.0.0.1");
        LiveCommand proxy = proxy(server);
        CompletableFuture<String> heard = receiver(this, server, said);
        Random random = new Random(1);
        send(proxy, "127.0.0.1", said, (out, octets, from, to) -> {
            int at = from;
            for (; at < Math.min(to, 60_000); at++) {
                out.write(octets[at]);
            }
            while (at < to) {
                int count = Math.min(to - at, 1 + random.nextInt(5000));
                out.write(octets, at, count);
                at += count;
            }
        });
        assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
        proxy.stop();
        LiveFacts.assertSame(LiveFacts.of(Files.readString(events)).get(0), LiveFacts.of(said));
    }

    @Test
    void aSlowReceiverGetsEverything() throws Exception {
        Recording said = Recording.xlMigrate();
        ServerSocket server = server("127.0.0.1");
        server.setReceiveBufferSize(8192);
        LiveCommand proxy = proxy(server);
        CompletableFuture<String> heard = accept(server, (in, out) -> StandIn.receive(said, new Slow(in), out));
        assertThat(send(proxy, "127.0.0.1", said, StandIn.AT_ONCE)).isEqualTo(StandIn.digest(said.back()));
        assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
        proxy.stop();
        LiveFacts.assertSame(LiveFacts.of(Files.readString(events)).get(0), LiveFacts.of(said));
    }

    /** Takes a rest now and then. */
    private static final class Slow extends java.io.FilterInputStream {
        private long taken;

        private Slow(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, Math.min(length, 10_000));
            taken += Math.max(0, count);
            if (taken > 200_000) {
                taken = 0;
                try {
                    TimeUnit.MILLISECONDS.sleep(20);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return count;
        }
    }

    @Test
    void fiftyMigrationsAtOnce() throws Exception {
        Recording said = Recording.bare();
        ServerSocket server = server("127.0.0.1");
        // Room for all of them, so that no page is left unlooked at.
        LiveCommand proxy = proxy(server, "--metrics", "0", "--tap-memory", "1g");
        List<CompletableFuture<String>> heard = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            heard.add(receiver(this, server, said));
            sockets.add(proxy.connect("127.0.0.1"));
        }
        int piece = 100_000;
        for (int at = 0; at < said.forward().length; at += piece) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write(said.forward(), at, Math.min(piece, said.forward().length - at));
            }
        }
        LiveCommand.await(() -> proxy.metric("xenscope_open_connections") == 50);
        for (Socket socket : sockets) {
            socket.close();
        }
        for (CompletableFuture<String> one : heard) {
            assertThat(one.get()).isEqualTo(StandIn.digest(said.forward()));
        }
        LiveCommand.await(() -> proxy.metric("xenscope_migrations_total{outcome=\"complete\"}") == 50);
        proxy.stop();
        String ndjson = Files.readString(events);
        Events.assertOrderly(ndjson);
        Map<String, List<String>> alone = LiveFacts.of(said);
        assertThat(LiveFacts.of(ndjson)).hasSize(50).allSatisfy(one -> LiveFacts.assertSame(one, alone));
    }

    /** How a side ends a connection in the middle. */
    private enum Ending {
        FIN,
        RESET
    }

    @Test
    void connectionsThatEndAnywhereEndTheSameWayOnTheOtherSide() throws Exception {
        Recording said = Recording.bare();
        ServerSocket server = server("127.0.0.1");
        LiveCommand proxy = proxy(server);
        Random random = new Random(20);
        for (int i = 0; i < 30; i++) {
            Ending ending = random.nextBoolean() ? Ending.FIN : Ending.RESET;
            int count = 1 + random.nextInt(said.forward().length - 1);
            byte[] sent = Arrays.copyOf(said.forward(), count);
            boolean byReceiver = random.nextInt(3) == 0;
            try (Socket sender = proxy.connect("127.0.0.1");
                    Socket receiver = server.accept()) {
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> write(sender, sent), threads);
                byte[] received = receiver.getInputStream().readNBytes(count);
                sending.get();
                assertThat(StandIn.digest(received)).isEqualTo(StandIn.digest(sent));
                Socket ends = byReceiver ? receiver : sender;
                Socket sees = byReceiver ? sender : receiver;
                if (ending == Ending.RESET) {
                    ends.setSoLinger(true, 0);
                    ends.close();
                    assertThatThrownBy(() -> sees.getInputStream().read()).isInstanceOf(SocketException.class);
                } else {
                    ends.shutdownOutput();
                    assertThat(sees.getInputStream().read()).isEqualTo(-1);
                    // The other direction is still there.
                    write(sees, new byte[] {42});
                    assertThat(ends.getInputStream().read()).isEqualTo(42);
                }
            }
        }
        proxy.stop();
        String ndjson = Files.readString(events);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
    }

    private static void write(Socket socket, byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void toldToStopItTakesNoMoreAndLetsMigrationsFinish() throws Exception {
        Recording said = Recording.xlMigrate();
        ServerSocket server = server("127.0.0.1");
        LiveCommand proxy = proxy(server);
        CompletableFuture<String> heard = receiver(this, server, said);
        int half = said.forward().length / 2;
        String answers = send(proxy, "127.0.0.1", said, (out, octets, from, to) -> {
            if (from == 0) {
                out.write(octets, 0, half);
                proxy.terminate();
                refused(proxy);
                out.write(octets, half, to - half);
            } else {
                out.write(octets, from, to - from);
            }
        });
        assertThat(answers).isEqualTo(StandIn.digest(said.back()));
        assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
        proxy.stop();
        assertThat(proxy.told()).anyMatch(line -> line.contains("told to stop; waiting for 1 connection"));
        LiveFacts.assertSame(LiveFacts.of(Files.readString(events)).get(0), LiveFacts.of(said));
    }

    private static void refused(LiveCommand proxy) throws IOException {
        try {
            proxy.awaitMessage("told to stop");
            assertThatThrownBy(() -> proxy.connect("127.0.0.1").close()).isInstanceOf(SocketException.class);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatOutlivesTheDrainTimeoutIsResetAndItsEventsAreFlushed() throws Exception {
        Recording said = Recording.bare();
        ServerSocket server = server("127.0.0.1");
        LiveCommand proxy = proxy(server, "--drain-timeout", "1");
        try (Socket sender = proxy.connect("127.0.0.1");
                Socket receiver = server.accept()) {
            write(sender, Arrays.copyOf(said.forward(), 100_000));
            receiver.getInputStream().readNBytes(100_000);
            proxy.stop();
            assertThatThrownBy(() -> receiver.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> sender.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        String ndjson = Files.readString(events);
        Events.assertValid(ndjson);
        assertThat(ndjson).contains("\"outcome\":\"truncated\"").contains("\"migration.end\"");
    }

    @Test
    void messagesAreObjectsWhereThatIsAskedFor() throws Exception {
        Recording said = Recording.bare();
        ServerSocket server = server("127.0.0.1");
        LiveCommand proxy = proxy(server, "--log", "json", "--verbose", "--metrics", "0");
        for (int i = 0; i < 2; i++) {
            CompletableFuture<String> heard = receiver(this, server, said);
            send(proxy, "127.0.0.1", said, StandIn.AT_ONCE);
            assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
        }
        LiveCommand.await(() -> proxy.metric("xenscope_connections_closed_total{how=\"in_order\"}") == 2);
        assertThat(proxy.metric("xenscope_open_connections")).isZero();
        server.close();
        try (Socket refused = proxy.connect("127.0.0.1")) {
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        proxy.stop();
        List<JsonNode> messages = Events.parse(String.join("\n", proxy.told()));
        assertThat(messages).allSatisfy(one -> {
            Instant.parse(one.get("@timestamp").asString());
            assertThat(one.get("log.level").asString()).isIn("info", "warn", "error");
            assertThat(one.get("message").asString()).isNotEmpty();
        });
        assertThat(about(messages, 1)).satisfiesExactly(LiveProxyTest::connected, one -> closed(one, said));
        assertThat(about(messages, 2)).satisfiesExactly(LiveProxyTest::connected, one -> closed(one, said));
        assertThat(about(messages, 3))
                .anySatisfy(one -> assertThat(one.path("rule.id").asString("")).isEqualTo("NET-UPSTREAM-FAIL"));
        JsonNode last = messages.get(messages.size() - 1);
        assertThat(last.get("message").asString()).startsWith("stopped: 3 connections");
        assertThat(last.get("client.bytes").asLong()).isEqualTo(2L * said.forward().length);
    }

    private static List<JsonNode> about(List<JsonNode> messages, long connection) {
        return messages.stream()
                .filter(one -> one.path("xenscope.connection.id").asLong(0) == connection)
                .toList();
    }

    private static void connected(JsonNode message) {
        assertThat(message.get("message").asString()).isEqualTo("connected");
        assertThat(message.get("client.address").asString()).startsWith("127.0.0.1:");
        assertThat(message.get("server.address").asString()).startsWith("127.0.0.1:");
    }

    private static void closed(JsonNode message, Recording said) {
        assertThat(message.get("message").asString()).startsWith("closed, ");
        assertThat(message.get("client.bytes").asLong()).isEqualTo(said.forward().length);
        assertThat(message.get("server.bytes").asLong()).isZero();
    }

    @Test
    void aMigrationThatStandsStillTellsSo() throws Exception {
        Recording said = Recording.xlMigrate();
        ServerSocket server = server("127.0.0.1");
        LiveCommand proxy = proxy(server, "--progress-interval", "0.1", "--metrics", "0");
        CompletableFuture<String> heard = receiver(this, server, said);
        send(proxy, "127.0.0.1", said, (out, octets, from, to) -> {
            int first = Math.min(to, from + 2_000_000);
            out.write(octets, from, first - from);
            long before = LiveCommand.count(events, "\"action\":\"progress\"");
            try {
                LiveCommand.await(() -> LiveCommand.count(events, "\"action\":\"progress\"") > before + 3);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            out.write(octets, first, to - first);
        });
        heard.get();
        LiveCommand.await(() -> proxy.metric("xenscope_migrations_total{outcome=\"complete\"}") == 1);
        assertThat(proxy.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(proxy.metric("xenscope_octets_forwarded_total{from=\"client\"}"))
                .isEqualTo(said.forward().length);
        assertThat(proxy.metric("xenscope_octets_forwarded_total{from=\"server\"}"))
                .isEqualTo(said.back().length);
        assertThat(proxy.metric("xenscope_connections_closed_total{how=\"in_order\"}"))
                .isEqualTo(1);
        proxy.stop();
        String ndjson = Files.readString(events);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        assertThat(ndjson.lines().filter(line -> line.contains("\"action\":\"progress\"")))
                .anyMatch(line -> line.contains("\"progress\":{\"bytes\":2000054,"));
    }
}
