package io.xenscope.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.dissect.EndReason;
import io.xenscope.proxy.tap.LagPolicy;
import io.xenscope.proxy.tap.Tap;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets over loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProxyTest {

    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private ServerSocket server(String address) throws IOException {
        ServerSocket server = new ServerSocket(0, 100, InetAddress.getByName(address));
        open.add(server);
        return server;
    }

    private Proxy proxy(InetSocketAddress to, Observed observed) throws IOException {
        Tap tap = new Tap(
                (client, server, time) -> {
                    Recorded one = new Recorded();
                    recorded.add(one);
                    return List.of(one);
                },
                LagPolicy.DEGRADE,
                64 << 20,
                observed);
        tap.start();
        open.add(tap);
        Proxy proxy = Proxy.start(
                ProxyOptions.to(
                        to, List.of(new InetSocketAddress(to.getAddress() == null ? null : to.getAddress(), 0))),
                tap,
                observed);
        open.add(proxy);
        return proxy;
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private static byte[] octets(int seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    private static Socket accept(ServerSocket server) {
        try {
            return server.accept();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void bothDirectionsArriveAsSentAndAreShown(String host) throws Exception {
        Observed observed = new Observed(1);
        ServerSocket server = server(host);
        Proxy proxy = proxy(address(server), observed);
        byte[] forth = octets(1, 20_000_000);
        byte[] back = octets(2, 3_000_000);
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = accept(server)) {
                CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> {
                    try {
                        socket.getOutputStream().write(back);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                String digest = Sockets.digest(socket.getInputStream());
                answer.join();
                return digest;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (Socket socket = Sockets.connect(proxy)) {
            CompletableFuture<String> answered = CompletableFuture.supplyAsync(() -> {
                try {
                    return Sockets.digest(socket.getInputStream());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            socket.getOutputStream().write(forth);
            socket.shutdownOutput();
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(Sockets.digest(forth));
            assertThat(answered.get(30, TimeUnit.SECONDS)).isEqualTo(Sockets.digest(back));
        }
        assertThat(observed.closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorded.get(0).awaitEnd()).isTrue();
        assertThat(recorded.get(0).first.digest()).isEqualTo(Sockets.digest(forth));
        assertThat(recorded.get(0).second.digest()).isEqualTo(Sockets.digest(back));
        assertThat(recorded.get(0).first.end).isEqualTo(EndReason.FIN);
        assertThat(recorded.get(0).first.gaps).isEmpty();
        assertThat(observed.told).containsExactly("opened", "closed 20000000 3000000");
    }

    @Test
    void theServerIsNotConnectedToBeforeAClientIs() throws Exception {
        ServerSocket server = server("127.0.0.1");
        Proxy proxy = proxy(address(server), new Observed(1));
        server.setSoTimeout(300);
        assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        server.setSoTimeout(10_000);
        try (Socket socket = Sockets.connect(proxy);
                Socket accepted = server.accept()) {
            socket.getOutputStream().write(7);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
            server.setSoTimeout(300);
            assertThatThrownBy(server::accept).as("one only").isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void oneOctetAtATimePassesAtOnce() throws Exception {
        ServerSocket server = server("127.0.0.1");
        Proxy proxy = proxy(address(server), new Observed(1));
        try (Socket socket = Sockets.connect(proxy);
                Socket accepted = server.accept()) {
            accepted.setTcpNoDelay(true);
            for (int i = 0; i < 2000; i++) {
                socket.getOutputStream().write(i & 0xff);
                assertThat(accepted.getInputStream().read()).isEqualTo(i & 0xff);
                accepted.getOutputStream().write(i * 7 & 0xff);
                assertThat(socket.getInputStream().read()).isEqualTo(i * 7 & 0xff);
            }
        }
        assertThat(recorded.get(0).awaitEnd()).isTrue();
        assertThat(recorded.get(0).first.octets.size()).isEqualTo(2000);
    }

    @Test
    void halfCloseLeavesTheOtherDirectionOpen() throws Exception {
        ServerSocket server = server("127.0.0.1");
        Proxy proxy = proxy(address(server), new Observed(1));
        try (Socket socket = Sockets.connect(proxy);
                Socket accepted = server.accept()) {
            socket.getOutputStream().write(1);
            socket.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            accepted.getOutputStream().write(octets(3, 5_000_000));
            accepted.shutdownOutput();
            assertThat(Sockets.digest(socket.getInputStream())).isEqualTo(Sockets.digest(octets(3, 5_000_000)));
        }
    }

    @Test
    void resetArrivesAsResetBehindTheOctetsBeforeIt() throws Exception {
        Observed observed = new Observed(1);
        ServerSocket server = server("127.0.0.1");
        Proxy proxy = proxy(address(server), observed);
        try (Socket socket = Sockets.connect(proxy);
                Socket accepted = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(octets(4, 100_000));
            byte[] first = accepted.getInputStream().readNBytes(100_000);
            assertThat(Sockets.digest(first)).isEqualTo(Sockets.digest(octets(4, 100_000)));
            Sockets.reset(socket);
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(observed.closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorded.get(0).awaitEnd()).isTrue();
        assertThat(recorded.get(0).first.end).isEqualTo(EndReason.RESET);
    }

    @Test
    void aRefusingServerResetsTheClient() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = address(gone);
        }
        Observed observed = new Observed(1);
        Proxy proxy = proxy(nobody, observed);
        try (Socket socket = Sockets.connect(proxy)) {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(observed.told).anyMatch(line -> line.startsWith("connect failed: "));
    }

    @Test
    void aSlowReceiverSlowsTheSenderAndLosesNothing() throws Exception {
        Observed observed = new Observed(1);
        ServerSocket server = server("127.0.0.1");
        Proxy proxy = proxy(address(server), observed);
        byte[] forth = octets(5, 40_000_000);
        try (Socket socket = Sockets.connect(proxy);
                Socket accepted = server.accept()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(forth);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            TimeUnit.MILLISECONDS.sleep(500);
            assertThat(sending).as("back-pressure reaches the sender").isNotDone();
            assertThat(observed.forwarded.get()).isLessThan(forth.length);
            assertThat(Sockets.digest(accepted.getInputStream())).isEqualTo(Sockets.digest(forth));
            sending.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void fiftyConnectionsAtOnce() throws Exception {
        int many = 50;
        Observed observed = new Observed(many);
        ServerSocket server = server("127.0.0.1");
        Proxy proxy = proxy(address(server), observed);
        CompletableFuture<List<String>> received = CompletableFuture.supplyAsync(() -> {
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                Socket socket = accept(server);
                all.add(CompletableFuture.supplyAsync(() -> {
                    try (socket) {
                        return Sockets.digest(socket.getInputStream());
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }));
            }
            return all.stream().map(CompletableFuture::join).toList();
        });
        List<Socket> sockets = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            sockets.add(Sockets.connect(proxy));
            sent.add(Sockets.digest(octets(i, 300_000 + i)));
        }
        for (int i = 0; i < many; i++) {
            sockets.get(i).getOutputStream().write(octets(i, 300_000 + i));
            sockets.get(i).shutdownOutput();
        }
        assertThat(received.get(40, TimeUnit.SECONDS)).containsExactlyInAnyOrderElementsOf(sent);
        for (Socket socket : sockets) {
            socket.close();
        }
        assertThat(observed.closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.open()).isZero();
    }
}
