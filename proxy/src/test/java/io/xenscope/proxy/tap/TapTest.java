package io.xenscope.proxy.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Pace;
import io.xenscope.dissect.StreamInput;
import io.xenscope.proxy.relay.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TapTest implements TapObserver {

    private static final int PIECE = 10_000;
    private static final ConnectionId ONE = new ConnectionId(1, "here", "there");

    private final List<String> failures = new ArrayList<>();
    private final AtomicLong shed = new AtomicLong();

    @Override
    public void shed(long octets) {
        shed.addAndGet(octets);
    }

    @Override
    public void failed(ConnectionId connection, Throwable cause) {
        failures.add(connection + ": " + cause.getMessage());
    }

    /** Counts what it is shown, and checks that a direction's octets come in their order, holes counted. */
    private static final class Counting implements ConnectionInput, StreamInput {
        private final CountDownLatch mayRead;
        private final Runnable each;
        long seen;
        long gaps;
        boolean inOrder = true;
        EndReason end;

        Counting(CountDownLatch mayRead, Runnable each) {
            this.mayRead = mayRead;
            this.each = each;
        }

        @Override
        public StreamInput fromFirst() {
            return this;
        }

        @Override
        public StreamInput fromSecond() {
            return this;
        }

        @Override
        public long memory() {
            return 0;
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length, long time) {
            try {
                mayRead.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            each.run();
            for (int i = 0; i < length; i++) {
                inOrder &= buffer[offset + i] == octet(seen + gaps + i);
            }
            seen += length;
        }

        @Override
        public void gap(long octets, GapCause cause, long time) {
            assertThat(cause).isEqualTo(GapCause.OVERLOAD);
            gaps += octets;
        }

        @Override
        public void end(EndReason reason, long time) {
            end = reason;
        }
    }

    private static byte octet(long position) {
        return (byte) (position * 31 + (position >> 8));
    }

    private static ByteBuf piece(long position) {
        ByteBuf octets = Unpooled.buffer(PIECE);
        for (int i = 0; i < PIECE; i++) {
            octets.writeByte(octet(position + i));
        }
        return octets;
    }

    private static CountDownLatch open() {
        return new CountDownLatch(0);
    }

    private void feed(TapConnection connection, int pieces) {
        for (int i = 0; i < pieces; i++) {
            ByteBuf octets = piece((long) i * PIECE);
            connection.octets(Side.CLIENT, octets, Pace.NONE, i);
            octets.release();
        }
    }

    @Test
    void whatALaggingInputCannotTakeIsCountedAndItsPlaceIsTold() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Counting input = new Counting(gate, () -> {});
        Tap tap = new Tap((client, server, time) -> List.of(input), LagPolicy.DEGRADE, 200_000, this);
        tap.start();
        TapConnection connection = tap.open(ONE, null, null, 0);
        feed(connection, 100);
        assertThat(tap.isUnstrained()).isFalse();
        assertThat(tap.lag()).isLessThanOrEqualTo(200_000);
        gate.countDown();
        while (tap.lag() > 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        ByteBuf last = piece(100L * PIECE);
        connection.octets(Side.CLIENT, last, Pace.NONE, 0);
        connection.ended(Side.CLIENT, EndReason.FIN, 0);
        assertThat(tap.close(Duration.ofSeconds(10))).isTrue();
        assertThat(input.gaps).isPositive().isEqualTo(shed.get());
        assertThat(input.seen + input.gaps).isEqualTo(101L * PIECE);
        assertThat(input.inOrder).isTrue();
        assertThat(input.end).isEqualTo(EndReason.FIN);
        assertThat(last.refCnt()).isEqualTo(1);
    }

    @Test
    void aFailingInputIsLeftOutAndTheOthersGoOn() {
        Counting bad = new Counting(open(), () -> {
            throw new IllegalStateException("made to fail");
        });
        Counting greedy = new Counting(open(), () -> {
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[64 << 20]);
            }
        });
        Counting good = new Counting(open(), () -> {});
        Tap tap = new Tap((client, server, time) -> List.of(bad, greedy, good), LagPolicy.DEGRADE, 1 << 20, this);
        tap.start();
        TapConnection connection = tap.open(ONE, null, null, 0);
        feed(connection, 20);
        assertThat(tap.close(Duration.ofSeconds(20))).isTrue();
        assertThat(good.seen).isEqualTo(20L * PIECE);
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).isEqualTo("#1 here -> there: made to fail");
        assertThat(failures.get(1)).contains("heap space");
        assertThat(tap.lag()).isZero();
    }

    @Test
    void inputsThatCannotBeMadeAreReported() {
        Tap tap = new Tap(
                (client, server, time) -> {
                    throw new IllegalStateException("no input");
                },
                LagPolicy.DEGRADE,
                1 << 20,
                this);
        tap.start();
        feed(tap.open(ONE, null, null, 0), 5);
        assertThat(tap.close(Duration.ofSeconds(10))).isTrue();
        assertThat(failures).containsExactly("#1 here -> there: no input");
        assertThat(tap.lag()).isZero();
    }

    @Test
    void blockingGivesNothingUpAndSaysWhenItIsFull() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Counting input = new Counting(gate, () -> {});
        Tap tap = new Tap((client, server, time) -> List.of(input), LagPolicy.BLOCK, 50_000, this);
        tap.start();
        TapConnection connection = tap.open(ONE, null, null, 0);
        feed(connection, 10);
        assertThat(connection.isFull()).isTrue();
        CountDownLatch room = new CountDownLatch(1);
        connection.whenRoom(room::countDown);
        assertThat(room.getCount()).isEqualTo(1);
        gate.countDown();
        assertThat(room.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(connection.isFull()).isFalse();
        assertThat(tap.close(Duration.ofSeconds(10))).isTrue();
        assertThat(input.seen).isEqualTo(10L * PIECE);
        assertThat(input.gaps).isZero();
    }

    @Test
    void smallPiecesAreChargedForTheRoomTheyTake() {
        CountDownLatch gate = new CountDownLatch(1);
        Counting input = new Counting(gate, () -> {});
        Tap tap = new Tap((client, server, time) -> List.of(input), LagPolicy.DEGRADE, 100_000, this);
        tap.start();
        TapConnection connection = tap.open(ONE, null, null, 0);
        ByteBuf large = Unpooled.buffer(50_000).writeByte(octet(0));
        connection.octets(Side.CLIENT, large, Pace.NONE, 0);
        assertThat(large.refCnt()).as("copied, not kept").isEqualTo(1);
        assertThat(tap.lag()).isLessThan(1000);
        gate.countDown();
        tap.close(Duration.ofSeconds(10));
        assertThat(input.seen).isEqualTo(1);
    }
}
