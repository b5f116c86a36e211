package io.xenscope.proxy.relay;

import static io.xenscope.proxy.relay.Side.CLIENT;
import static io.xenscope.proxy.relay.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Pace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RelayTest {

    private final List<String> done = new ArrayList<>();
    private long now = 1_000;
    private final RelayActions actions = new RelayActions() {
        @Override
        public void connect() {
            done.add("connect");
        }

        @Override
        public void read(Side from) {
            done.add("read " + from);
        }

        @Override
        public void shutdownOutput(Side to) {
            done.add("fin " + to);
        }

        @Override
        public void reset(Side to) {
            done.add("rst " + to);
        }

        @Override
        public void close(Side side) {
            done.add("close " + side);
        }
    };
    private final Relay relay = new Relay(actions, () -> now);

    private void expect(String... actions) {
        assertThat(done).containsExactly(actions);
        done.clear();
    }

    private void connected() {
        relay.accepted();
        expect("connect");
        relay.connected();
        expect("read CLIENT", "read SERVER");
    }

    @Test
    void nothingIsReadBeforeTheServerIsThere() {
        relay.accepted();
        expect("connect");
    }

    @Test
    void aRefusedConnectionIsResetToTheClient() {
        relay.accepted();
        relay.connectFailed();
        expect("connect", "rst CLIENT");
        assertThat(relay.isOver()).isTrue();
    }

    @Test
    void readsAgainWhileWritingKeepsUp() {
        connected();
        relay.received(CLIENT, 1000);
        relay.readComplete(CLIENT);
        expect("read CLIENT");
    }

    @Test
    void pausesWhileTooMuchWaitsAndGoesOnBelowHalf() {
        connected();
        relay.received(CLIENT, Relay.MOST_PENDING + 1);
        relay.readComplete(CLIENT);
        expect();
        relay.written(SERVER, Relay.MOST_PENDING / 4);
        expect();
        relay.written(SERVER, Relay.MOST_PENDING / 4 + 1);
        expect("read CLIENT");
    }

    @Test
    void theDirectionsDoNotWaitForEachOther() {
        connected();
        relay.received(CLIENT, Relay.MOST_PENDING + 1);
        relay.readComplete(CLIENT);
        relay.received(SERVER, 1);
        relay.readComplete(SERVER);
        expect("read SERVER");
    }

    @Test
    void finGoesOnBehindTheOctetsAndTheOtherDirectionLives() {
        connected();
        relay.received(CLIENT, 10);
        relay.ended(CLIENT);
        expect();
        relay.written(SERVER, 10);
        expect("fin SERVER");
        relay.received(SERVER, 5);
        relay.readComplete(SERVER);
        relay.written(CLIENT, 5);
        expect("read SERVER");
        relay.ended(SERVER);
        expect("fin CLIENT", "close CLIENT", "close SERVER");
        assertThat(relay.isOver()).isTrue();
    }

    @Test
    void resetGoesOnBehindTheOctets() {
        connected();
        relay.received(CLIENT, 10);
        relay.reset(CLIENT);
        expect();
        relay.written(SERVER, 10);
        expect("rst SERVER");
    }

    @Test
    void octetsForASideThatIsGoneDoNotResetIt() {
        connected();
        relay.received(CLIENT, 10);
        relay.received(SERVER, 7);
        relay.reset(CLIENT);
        relay.written(CLIENT, 7);
        expect();
        relay.written(SERVER, 10);
        expect("rst SERVER");
    }

    @Test
    void aSecondResetChangesNothing() {
        connected();
        relay.reset(SERVER);
        relay.reset(CLIENT);
        relay.ended(CLIENT);
        expect("rst CLIENT");
    }

    @Test
    void finOfAClientThatSaidNothingIsPassedOnOnceTheServerIsThere() {
        connected();
        relay.ended(CLIENT);
        expect("fin SERVER");
    }

    @Test
    void aClientThatEndsBeforeTheServerIsThereIsStillHeardOut() {
        relay.accepted();
        relay.received(CLIENT, 3);
        relay.ended(CLIENT);
        expect("connect");
        relay.connected();
        expect("read SERVER");
        relay.written(SERVER, 3);
        expect("fin SERVER");
    }

    @Test
    void holdingStopsBothDirectionsAndLosesNoRead() {
        connected();
        relay.hold(true);
        relay.received(CLIENT, 1);
        relay.readComplete(CLIENT);
        relay.readComplete(SERVER);
        expect();
        relay.hold(false);
        expect("read CLIENT", "read SERVER");
    }

    private void expectPace(Side from, long read, long write, long held) {
        assertThat(relay.pace(from)).isEqualTo(new Pace(read + write + held, read, write, held));
    }

    @Test
    void timeCountsForTheReceiverWhileOctetsWaitAndForTheSenderOtherwise() {
        connected();
        now += 100;
        expectPace(CLIENT, 0, 0, 0);
        relay.received(CLIENT, 10);
        now += 3;
        relay.received(CLIENT, 10);
        now += 4;
        relay.written(SERVER, 10);
        now += 5;
        relay.written(SERVER, 10);
        now += 20;
        expectPace(CLIENT, 20, 12, 0);
        expectPace(SERVER, 0, 0, 0);
        relay.received(CLIENT, 1);
        relay.written(SERVER, 1);
        now += 1;
        expectPace(CLIENT, 21, 12, 0);
    }

    @Test
    void nobodyIsWaitedForBehindTheEnd() {
        connected();
        relay.received(SERVER, 10);
        relay.ended(SERVER);
        now += 7;
        relay.written(CLIENT, 10);
        now += 50;
        expectPace(SERVER, 0, 7, 0);
    }

    @Test
    void forwardingThatIsHeldWaitsForNeitherSide() {
        connected();
        relay.received(CLIENT, 10);
        relay.hold(true);
        now += 2;
        relay.written(SERVER, 10);
        now += 30;
        relay.hold(false);
        now += 400;
        expectPace(CLIENT, 400, 2, 30);
    }
}
