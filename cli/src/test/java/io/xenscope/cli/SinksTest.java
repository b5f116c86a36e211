package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets of the command: several at once, moved files, servers that come late. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SinksTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String IMAGE = "images/pv64-live-4.13.bin.xz";

    @TempDir
    private Path folder;

    private static CompletableFuture<String> reading(ServerSocket server) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
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
            StandIn.send(said, connected.getInputStream(), connected.getOutputStream(), StandIn.AT_ONCE);
        }
        assertThat(heard.get()).isEqualTo(StandIn.digest(said.forward()));
    }

    @Test
    void severalTargetsGetTheSame() throws Exception {
        Path file = folder.resolve("events.ndjson");
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            CompletableFuture<String> read = reading(server);
            Command.Result result = Command.run(
                    "decode",
                    "--out=-",
                    "--out=file:" + file,
                    "--out=tcp:" + HERE.getHostAddress() + ":" + server.getLocalPort(),
                    IMAGE);
            assertThat(result.exit()).as(result.err()).isZero();
            Events.assertOrderly(result.out());
            assertThat(Files.readString(file)).isEqualTo(result.out());
            assertThat(read.get()).isEqualTo(result.out());
        }
    }

    /** What is started with nohup ignores the signal, and so does what that starts. */
    private static boolean isHangupIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16) % 2 == 1);
    }

    @Test
    void filesAreOpenedAnewOnHangup() throws Exception {
        assumeFalse(isHangupIgnored(), "SIGHUP is ignored here");
        Path file = folder.resolve("events.ndjson");
        Path moved = folder.resolve("events.ndjson.1");
        try (ServerSocket server = new ServerSocket(0, 10, HERE);
                LiveCommand proxy = LiveCommand.proxy(
                        folder.resolve("out"),
                        "--listen=" + HERE.getHostAddress() + ":0",
                        "--to=" + HERE.getHostAddress() + ":" + server.getLocalPort(),
                        "--out=file:" + file)) {
            migrate(Recording.xlMigrate(), server, proxy.connect(HERE.getHostAddress()));
            LiveCommand.await(() -> LiveCommand.count(file, "\"migration.end\"") == 1);
            Files.move(file, moved);
            proxy.signal("HUP");
            LiveCommand.await(() -> Files.exists(file));
            migrate(Recording.xlMigrate(), server, proxy.connect(HERE.getHostAddress()));
            LiveCommand.await(() -> LiveCommand.count(file, "\"migration.end\"") == 1);
            proxy.stop();
        }
        for (Path each : List.of(file, moved)) {
            Events.assertValid(Files.readString(each));
            Events.assertOrderly(Files.readString(each));
        }
    }

    @Test
    void whatASinkMissesIsDeliveredByTheNextRun() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, HERE)) {
            port = closed.getLocalPort();
        }
        try (ServerSocket server = new ServerSocket(0, 10, HERE)) {
            String[] arguments = {
                "--listen=" + HERE.getHostAddress() + ":0",
                "--to=" + HERE.getHostAddress() + ":" + server.getLocalPort(),
                "--out=tcp:" + HERE.getHostAddress() + ":" + port,
                "--spool=" + folder.resolve("spool"),
            };
            try (LiveCommand proxy = LiveCommand.proxy(folder.resolve("out"), arguments)) {
                migrate(Recording.xlMigrate(), server, proxy.connect(HERE.getHostAddress()));
                proxy.awaitMessage("events cannot be written to tcp:");
                proxy.stop();
            }
            try (ServerSocket sink = new ServerSocket()) {
                sink.setReuseAddress(true);
                sink.bind(new InetSocketAddress(HERE, port));
                CompletableFuture<String> read = reading(sink);
                try (LiveCommand proxy = LiveCommand.proxy(folder.resolve("out"), arguments)) {
                    proxy.stop();
                }
                Events.assertValid(read.get());
                Events.assertOrderly(read.get());
                assertThat(read.get()).contains("\"outcome\":\"complete\"");
            }
        }
    }
}
