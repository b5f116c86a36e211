package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of all kinds, with readers that come late, go away and come back. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamDestinationTest {

    @TempDir
    private Path folder;

    private final Made.Seen seen = new Made.Seen();

    private DestinationOptions options(@Nullable Path authorities) {
        return new DestinationOptions(true, Rotation.NONE, authorities, null, "host-1", Clock.systemUTC());
    }

    private Delivery started(String target, @Nullable Path authorities) throws IOException {
        Delivery delivery = new Delivery(target, Target.parse(target).open(options(authorities)), Made.waiting(), seen);
        delivery.start();
        return delivery;
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static String target(String scheme, int port) {
        return scheme + ":" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
    }

    private static CompletableFuture<String> reading(ServerSocket server) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void linesOverTcp() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<String> read = reading(server);
            Delivery delivery = started(target("tcp", server.getLocalPort()), null);
            for (Line line : Made.details(0, 5000)) {
                delivery.offer(line);
            }
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
            assertThat(read.get().lines()).containsExactlyElementsOf(Made.texts(Made.details(0, 5000)));
        }
    }

    @Test
    void aReaderThatIsResetAndComesBack() throws Exception {
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        ServerSocket server = server();
        int port = server.getLocalPort();
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> {
            try (server;
                    Socket socket = server.accept()) {
                readSomeLines(socket.getInputStream(), read);
                // What is unread makes this a reset.
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        Delivery delivery = started(target("tcp", port), null);
        for (Line line : Made.details(0, 5000)) {
            assertThat(delivery.offer(line)).isTrue();
        }
        first.get();
        // Nobody is there for a while.
        delivery.offer(Made.line(5000, Rank.DETAIL));
        Made.await(() -> !seen.failures.isEmpty());
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            CompletableFuture<String> second = reading(again);
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
            second.get().lines().forEach(read::add);
        }
        assertThat(read).doesNotContain("").allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(read.stream().distinct()).containsExactlyElementsOf(Made.texts(Made.details(0, 5001)));
    }

    private static void readSomeLines(InputStream in, List<String> read) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int count = 0; count < 10; ) {
            int octet = in.read();
            if (octet == '\n') {
                read.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
                count++;
            } else {
                line.write(octet);
            }
        }
    }

    @Test
    void linesOverAUnixSocket() throws Exception {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel channel = server.accept()) {
                    return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Delivery delivery = started("unix:" + path, null);
            for (Line line : Made.details(0, 1000)) {
                delivery.offer(line);
            }
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
            assertThat(read.get().lines()).containsExactlyElementsOf(Made.texts(Made.details(0, 1000)));
        }
    }

    @Test
    void linesOverTlsToWhoIsBelieved() throws Exception {
        Path store = folder.resolve("store.p12");
        Path certificate = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "2",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "secret");
        try (ServerSocket server = secured(store)) {
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
                // The first connection ends in the handshake: that client believes others.
                while (true) {
                    try (Socket socket = server.accept()) {
                        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        continue;
                    }
                }
            });
            String target = "tls:localhost:" + server.getLocalPort();
            Delivery doubting = started(target, null);
            doubting.offer(Made.line(0, Rank.DETAIL));
            Made.await(() -> !seen.failures.isEmpty());
            assertThat(doubting.close(Duration.ofMillis(20))).isFalse();
            assertThat(seen.failures.get(0)).contains("PKIX");
            Delivery delivery = started(target, certificate);
            for (Line line : Made.details(0, 1000)) {
                delivery.offer(line);
            }
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
            assertThat(read.get().lines()).containsExactlyElementsOf(Made.texts(Made.details(0, 1000)));
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
    }

    private static ServerSocket secured(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "secret".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getByName("localhost"));
    }

    @Test
    void syslogOverTcpCountsOctets() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<String> read = reading(server);
            Delivery delivery = started(target("syslog:tcp", server.getLocalPort()), null);
            delivery.offer(Made.line(1, Rank.DETAIL, "{\"text\":\"grüße\"}", "record"));
            delivery.offer(Made.line(2, Rank.ESSENTIAL, "{}", "migration.end"));
            delivery.offer(Made.line(3, Rank.DETAIL, "x".repeat(8192), "record"));
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
            long pid = ProcessHandle.current().pid();
            String one = "<134>1 2023-11-14T22:13:20.123456Z host-1 xenscope " + pid + " record - {\"text\":\"grüße\"}";
            String two = "<134>1 2023-11-14T22:13:20.123456Z host-1 xenscope " + pid + " migration.end - {}";
            assertThat(read.get())
                    .isEqualTo(one.getBytes(StandardCharsets.UTF_8).length + " " + one + two.length() + " " + two);
            assertThat(seen.get("too_long")).isEqualTo(1);
        }
    }

    @Test
    void syslogOverUdp() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Delivery delivery = started(target("syslog:udp", server.getLocalPort()), null);
            delivery.offer(Made.line(2, Rank.ESSENTIAL, "{}", "gap"));
            DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
            server.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .startsWith("<132>1 2023-11-14T22:13:20.123456Z host-1 xenscope ")
                    .endsWith(" gap - {}");
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
        }
    }
}
