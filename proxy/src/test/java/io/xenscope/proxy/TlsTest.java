package io.xenscope.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.proxy.tap.LagPolicy;
import io.xenscope.proxy.tap.Tap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS that a proxy ends and begins, against Java's own TLS on both sides. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsTest {

    private static final String PROXY = "proxy.example";
    private static final String SERVER = "receiver.example";

    @TempDir
    private static Path folder;

    private static Identity proxyIdentity;
    private static Identity serverIdentity;
    private static Identity stranger;

    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Observed observed = new Observed(1);

    @BeforeAll
    static void identities() throws Exception {
        // Otherwise Java's sockets take a FIN for the end of TLS, too.
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
        proxyIdentity = Identity.create(folder, PROXY);
        serverIdentity = Identity.create(folder, SERVER);
        stranger = Identity.create(folder, "stranger.example");
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private ServerSocket server(boolean secured) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        ServerSocket server = secured
                ? Identity.context(serverIdentity, proxyIdentity)
                        .getServerSocketFactory()
                        .createServerSocket(0, 10, here)
                : new ServerSocket(0, 10, here);
        open.add(server);
        return server;
    }

    private Proxy proxy(ServerSocket server, Tls tls) throws IOException {
        Tap tap = new Tap(
                (client, to, time) -> {
                    Recorded one = new Recorded();
                    recorded.add(one);
                    return List.of(one);
                },
                LagPolicy.DEGRADE,
                64 << 20,
                observed);
        tap.start();
        open.add(tap);
        ProxyOptions plain = ProxyOptions.to(
                new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), List.of(Sockets.loopback()));
        Proxy proxy = Proxy.start(
                new ProxyOptions(plain.listen(), plain.destination(), plain.spoof(), false, 0, null, tls, 1, null),
                tap,
                observed);
        open.add(proxy);
        return proxy;
    }

    private static Tls.In in(boolean clientsProveThemselves) {
        return new Tls.In(
                proxyIdentity.certificate(),
                proxyIdentity.key(),
                clientsProveThemselves ? stranger.certificate() : null);
    }

    private static Tls.Out out(Identity trusted, String name, Tls.Check check) {
        return new Tls.Out(trusted.certificate(), proxyIdentity.certificate(), proxyIdentity.key(), name, check);
    }

    private static SSLSocket secured(Socket plain, Identity own, String name) throws Exception {
        SSLSocket socket = (SSLSocket) Identity.context(own, proxyIdentity)
                .getSocketFactory()
                .createSocket(plain, name, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static byte[] octets(int seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    /** The answer goes back behind the end of the question, as far as TLS allows. */
    private void talk(Socket client, ServerSocket server) throws Exception {
        byte[] forth = octets(1, 3_000_000);
        byte[] back = octets(2, 1_000_000);
        CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(5);
                byte[] all = socket.getInputStream().readNBytes(forth.length);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                socket.getOutputStream().write(back);
                socket.shutdownOutput();
                return Sockets.digest(all);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(client.getInputStream().read()).isEqualTo(5);
        client.getOutputStream().write(forth);
        client.shutdownOutput();
        assertThat(Sockets.digest(client.getInputStream())).isEqualTo(Sockets.digest(back));
        assertThat(heard.get()).isEqualTo(Sockets.digest(forth));
        client.close();
        assertThat(recorded.get(0).awaitEnd()).isTrue();
        assertThat(recorded.get(0).first.digest()).isEqualTo(Sockets.digest(forth));
        assertThat(recorded.get(0).second.octets.size()).isEqualTo(back.length + 1);
        assertThat(observed.closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(observed.told).containsExactly("opened", "closed 3000000 1000001");
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true", "true,true"})
    void endedAndBegunOnEitherSide(boolean in, boolean out) throws Exception {
        ServerSocket server = server(out);
        Proxy proxy = proxy(
                server, new Tls(in ? in(false) : null, out ? out(serverIdentity, SERVER, Tls.Check.NAME) : null, null));
        Socket plain = Sockets.connect(proxy);
        talk(in ? secured(plain, null, PROXY) : plain, server);
    }

    @Test
    void passesUntouchedByDefault() throws Exception {
        ServerSocket server = server(true);
        Proxy proxy = proxy(server, Tls.UNTOUCHED);
        Socket plain = Sockets.connect(proxy);
        try (SSLSocket socket = (SSLSocket) Identity.context(null, serverIdentity)
                .getSocketFactory()
                .createSocket(plain, SERVER, plain.getPort(), true)) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try (Socket accepted = server.accept()) {
                    accepted.getOutputStream().write(accepted.getInputStream().read());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            socket.getOutputStream().write(9);
            assertThat(socket.getInputStream().read()).isEqualTo(9);
            assertThat(socket.getSession().getPeerCertificates()[0])
                    .isEqualTo(serverIdentity.store().getCertificate("one"));
            answered.get();
        }
    }

    @Test
    void theNameAskedForIsPassedOn() throws Exception {
        SSLServerSocket server = (SSLServerSocket) server(true);
        Proxy proxy = proxy(server, new Tls(in(false), out(serverIdentity, null, Tls.Check.ISSUER), null));
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.getInputStream().read();
                return ((ExtendedSSLSession) socket.getSession())
                        .getRequestedServerNames()
                        .toString();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (SSLSocket socket = secured(Sockets.connect(proxy), null, "vm17.example")) {
            socket.getOutputStream().write(1);
            assertThat(asked.get()).contains("vm17.example");
        }
    }

    @Test
    void aServerWithAnotherCertificateOrNameIsRefusedAndTheClientReset() throws Exception {
        ServerSocket server = server(true);
        CompletableFuture.runAsync(() -> {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                } catch (IOException e) {
                    if (server.isClosed()) {
                        return;
                    }
                }
            }
        });
        for (Tls.Out wrong : List.of(
                out(stranger, SERVER, Tls.Check.ISSUER), out(serverIdentity, "other.example", Tls.Check.NAME))) {
            observed.told.clear();
            Proxy proxy = proxy(server, new Tls(null, wrong, null));
            try (Socket socket = Sockets.connect(proxy)) {
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
            }
            assertThat(observed.told).anyMatch(line -> line.startsWith("connect failed: TLS with the server failed: "));
        }
        assertThat(recorded)
                .allSatisfy(one -> assertThat(one.first.octets.size()).isZero());
    }

    @Test
    void aClientWithoutTheRightCertificateNeverReachesTheServer() throws Exception {
        ServerSocket server = server(false);
        Proxy proxy = proxy(server, new Tls(in(true), null, null));
        try (SSLSocket socket = secured(Sockets.connect(proxy), null, PROXY)) {
            assertThatThrownBy(() -> {
                        socket.getOutputStream().write(1);
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
        server.setSoTimeout(200);
        assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        assertThat(observed.told).anyMatch(line -> line.startsWith("refused: TLS with the client failed: "));
        server.setSoTimeout(0);
        recorded.clear();
        observed.told.clear();
        talk(secured(Sockets.connect(proxy), stranger, PROXY), server);
    }

    @Test
    void whatWasCutOffIsNotMadeWhole() throws Exception {
        ServerSocket server = server(true);
        Proxy proxy = proxy(server, new Tls(in(false), out(serverIdentity, SERVER, Tls.Check.NAME), null));
        CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getInputStream().read();
                return new AssertionError("ended in order");
            } catch (IOException e) {
                return e;
            }
        });
        Socket plain = Sockets.connect(proxy);
        SSLSocket socket = secured(plain, null, PROXY);
        socket.getOutputStream().write(1);
        plain.shutdownOutput();
        assertThat(end.get()).isInstanceOf(SSLException.class);
        plain.close();
    }

    @Test
    void secretsOfAllSessionsAreLogged() throws Exception {
        Path log = folder.resolve("keys");
        ServerSocket server = server(true);
        Proxy proxy = proxy(server, new Tls(in(false), out(serverIdentity, SERVER, Tls.Check.NAME), log));
        CompletableFuture<Integer> heard = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                return socket.getInputStream().read();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (SSLSocket socket = secured(Sockets.connect(proxy), null, PROXY)) {
            socket.getOutputStream().write(77);
            assertThat(heard.get()).isEqualTo(77);
        }
        List<String> lines = Files.readAllLines(log);
        for (String label : List.of(
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0",
                "SERVER_TRAFFIC_SECRET_0")) {
            assertThat(lines)
                    .filteredOn(line -> line.matches(label + " [0-9a-f]{64} [0-9a-f]{64,96}"))
                    .hasSize(2);
        }
        assertThat(Files.getPosixFilePermissions(log)).hasSize(2);
    }

    /** The library that tells the secrets answers the end of one direction with the end of the other. */
    @Test
    void withSecretsLoggedAllArrivesUntilOneSideEnds() throws Exception {
        byte[] forth = octets(1, 3_000_000);
        byte[] back = octets(2, 1_000_000);
        ServerSocket server = server(true);
        Proxy proxy = proxy(
                server, new Tls(in(false), out(serverIdentity, SERVER, Tls.Check.NAME), folder.resolve("keys-whole")));
        CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                byte[] all = socket.getInputStream().readNBytes(forth.length);
                socket.getOutputStream().write(back);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                return Sockets.digest(all);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (SSLSocket client = secured(Sockets.connect(proxy), null, PROXY)) {
            client.getOutputStream().write(forth);
            assertThat(client.getInputStream().readNBytes(back.length)).isEqualTo(back);
            client.shutdownOutput();
            assertThat(heard.get()).isEqualTo(Sockets.digest(forth));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(recorded.get(0).awaitEnd()).isTrue();
        assertThat(recorded.get(0).first.digest()).isEqualTo(Sockets.digest(forth));
        assertThat(recorded.get(0).second.digest()).isEqualTo(Sockets.digest(back));
    }

    /** What is under way when one direction ends may be lost then, which the guide says. */
    @Test
    void withSecretsLoggedTheEndOfOneDirectionEndsBoth() throws Exception {
        ServerSocket server = server(true);
        Proxy proxy = proxy(
                server, new Tls(in(false), out(serverIdentity, SERVER, Tls.Check.NAME), folder.resolve("keys-half")));
        CompletableFuture<Integer> heard = new CompletableFuture<>();
        CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                heard.complete(socket.getInputStream().read());
                return socket.getInputStream().read();
            } catch (IOException e) {
                return -1;
            }
        });
        try (SSLSocket client = secured(Sockets.connect(proxy), null, PROXY)) {
            client.getOutputStream().write(77);
            assertThat(heard.get()).isEqualTo(77);
            client.shutdownOutput();
            // Though the server has not ended; with Java's own TLS this would wait.
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(end.get()).isEqualTo(-1);
        }
        assertThat(observed.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        ServerSocket server = server(false);
        Path none = folder.resolve("none.pem");
        Files.writeString(none, "nothing of use\n");
        assertThatThrownBy(() -> proxy(server, new Tls(new Tls.In(none, none, null), null, null)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.pem")
                .hasMessageContaining("PKCS #8");
    }
}
