package io.xenscope.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.Pace;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.proxy.tap.LagPolicy;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.PageBatch;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who was slow in which round, told by a relay between real sockets. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PaceTest {

    /** More than the relay and the sockets around it keep together. */
    private static final int BATCHES = 8;

    private final List<Event> events = new CopyOnWriteArrayList<>();

    private static byte[] pass(int batches) {
        return StreamWriter.octets(w -> {
            for (int i = 0; i < batches; i++) {
                PageBatch batch = new PageBatch();
                for (int page = 0; page < PageBatch.LIMIT; page++) {
                    batch.add((long) i * PageBatch.LIMIT + page, 0);
                }
                w.libxc().pageData(PageSource.ZEROES, batch);
            }
        });
    }

    private static byte[] head() {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
            w.libxc().staticDataEnd();
        });
    }

    /** Ends the first pass; another one follows. */
    private static byte[] between() {
        return StreamWriter.octets(w -> w.libxc().verify());
    }

    private static byte[] end() {
        return StreamWriter.octets(w -> w.libxc().end());
    }

    /** What a receiver does before it reads on; told when it has read {@code octets}. */
    private interface Pause {
        void at(long octets) throws InterruptedException;
    }

    private static long receive(ServerSocket server, Pause pause) {
        try (Socket socket = server.accept()) {
            byte[] piece = new byte[65536];
            long seen = 0;
            for (int count = 0; count >= 0; count = socket.getInputStream().read(piece)) {
                seen += count;
                pause.at(seen);
            }
            return seen;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Sender {
        void send(Socket socket) throws IOException, InterruptedException;
    }

    private void run(Sender sender, Pause pause) throws Exception {
        Observed observed = new Observed(1);
        Dissector dissector = new Dissector(DissectOptions.DEFAULT, events::add, other -> {});
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tap tap = new Tap(
                        (from, to, time) -> List.of(dissector.connection(null, from, to, time, true, null)),
                        LagPolicy.DEGRADE,
                        256 << 20,
                        observed)) {
            // A small buffer, so that what is not read is soon felt; it goes to the connections accepted.
            server.setReceiveBufferSize(64 << 10);
            InetSocketAddress to = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            tap.start();
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(server, pause));
            try (Proxy proxy = Proxy.start(ProxyOptions.to(to, List.of(Sockets.loopback())), tap, observed)) {
                long sent;
                try (Socket socket = Sockets.connect(proxy)) {
                    sender.send(socket);
                }
                sent = received.join();
                assertThat(observed.closed.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(observed.forwarded).hasValue(sent);
            }
            assertThat(observed.shed).hasValue(0);
        }
    }

    private Pace round(int index) {
        List<Pace> paces = events.stream()
                .filter(event -> event.body() instanceof RoundEnd)
                .map(event -> ((RoundEnd) event.body()).pace())
                .toList();
        assertThat(paces).hasSize(2).doesNotContainNull();
        return paces.get(index);
    }

    private void sumsAreThoseOfTheRounds() {
        MigrationEnd end = (MigrationEnd) events.get(events.size() - 1).body();
        Pace all = end.totals().pace();
        assertThat(all).isNotNull();
        assertThat(all.since(round(0))).isEqualTo(round(1));
        assertThat(all.watchedNs()).isEqualTo(all.readNs() + all.writeNs() + all.heldNs());
        assertThat(all.heldNs()).isZero();
    }

    @Test
    void aReceiverThatDoesNotReadIsNamedInItsRound() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        CountDownLatch stuck = new CountDownLatch(1);
        long[] stopped = new long[1];
        byte[] pass = pass(BATCHES);
        long until = head().length + pass.length + between().length;
        run(
                socket -> {
                    socket.getOutputStream().write(head());
                    socket.getOutputStream().write(pass);
                    socket.getOutputStream().write(between());
                    Thread watch = new Thread(() -> awaitStandstill(handed, stuck));
                    watch.start();
                    for (int at = 0; at < pass.length; at += 4096) {
                        socket.getOutputStream().write(pass, at, Math.min(4096, pass.length - at));
                        handed.incrementAndGet();
                    }
                    socket.getOutputStream().write(end());
                    watch.join();
                },
                seen -> {
                    if (seen >= until && stopped[0] == 0) {
                        stuck.await();
                        long from = System.nanoTime();
                        TimeUnit.MILLISECONDS.sleep(500);
                        stopped[0] = System.nanoTime() - from;
                    }
                });
        assertThat(round(1).writeNs())
                .as("all of the time in which nobody read")
                .isGreaterThanOrEqualTo(stopped[0]);
        assertThat(round(1).writeNs()).isGreaterThan(round(0).writeNs());
        sumsAreThoseOfTheRounds();
    }

    /** Until nothing more could be handed over for a while. */
    private static void awaitStandstill(AtomicInteger handed, CountDownLatch stuck) {
        try {
            int before = -1;
            for (int same = 0; same < 10; ) {
                TimeUnit.MILLISECONDS.sleep(20);
                int now = handed.get();
                same = now == before && now > 0 ? same + 1 : 0;
                before = now;
            }
            stuck.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSenderThatPausesIsNamedInItsRound() throws Exception {
        byte[] pass = pass(1);
        long until = head().length + pass.length + between().length;
        CountDownLatch taken = new CountDownLatch(1);
        long[] paused = new long[1];
        run(
                socket -> {
                    socket.getOutputStream().write(head());
                    socket.getOutputStream().write(pass);
                    socket.getOutputStream().write(between());
                    taken.await();
                    long from = System.nanoTime();
                    TimeUnit.MILLISECONDS.sleep(500);
                    paused[0] = System.nanoTime() - from;
                    socket.getOutputStream().write(pass);
                    socket.getOutputStream().write(end());
                },
                seen -> {
                    if (seen >= until) {
                        taken.countDown();
                    }
                });
        Pace slow = round(1);
        assertThat(slow.readNs()).isGreaterThan(slow.writeNs());
        assertThat(slow.readNs()).as("most of the pause").isGreaterThan(paused[0] / 2);
        sumsAreThoseOfTheRounds();
    }
}
