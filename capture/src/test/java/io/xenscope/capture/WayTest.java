package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.analysis.Transport;
import io.xenscope.dissect.analysis.Way;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What held octets up; packets of {@link Talk} are a millisecond apart. */
class WayTest {

    private static final long MS = 1_000_000L;

    private static Connection read(Talk talk, boolean pacing) throws IOException {
        List<Connection> seen = new ArrayList<>();
        try (OctetInput input = OctetInput.of(new ByteArrayInputStream(talk.octets()), "talk")) {
            FlowListener listener = connection -> {
                seen.add(connection);
                return new Recorder.Seen(connection);
            };
            new CaptureReader(input, listener, CaptureLimits.DEFAULT, notice -> {}, pacing).run();
        }
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }

    private static Transport client(Talk talk) throws IOException {
        Connection connection = read(talk, true);
        return connection.way().from(connection.first());
    }

    @Test
    void nobodyIsAskedUnlessWanted() throws IOException {
        assertThat(read(new Talk().open().client(0, "abc"), false).way()).isNull();
    }

    @Test
    void theReceiverClosesItsWindow() throws IOException {
        Talk talk = new Talk().open().client(0, "abc").windows(false).serverAck(3);
        Transport way = client(
                talk.pause(2000 * MS).windows(true).serverAck(3).client(3, "d").serverAck(4));
        assertThat(way.closedWindowNs()).isEqualTo(2001 * MS);
        assertThat(way.closedWindows()).isEqualTo(1);
        assertThat(way.pausedNs()).isZero();
        assertThat(way.watchedNs()).isEqualTo(2004 * MS);
        assertThat(way.receiverShare()).isGreaterThan(0.99);
    }

    @Test
    void theWindowIsFull() throws IOException {
        Talk talk =
                new Talk().open().client(0, "x".repeat(40_000)).pause(200 * MS).serverAck(40_000);
        assertThat(client(talk.client(40_000, "y")).fullWindowNs()).isEqualTo(201 * MS);
    }

    @Test
    void theSenderPauses() throws IOException {
        Talk talk =
                new Talk().open().client(0, "abc").serverAck(3).pause(500 * MS).client(3, "d");
        Transport way = client(talk);
        assertThat(way.pausedNs()).isEqualTo(501 * MS);
        assertThat(way.holeNs() + way.closedWindowNs() + way.fullWindowNs()).isZero();
    }

    @Test
    void aShortSilenceIsNobodysFault() throws IOException {
        Talk talk =
                new Talk().open().client(0, "abc").serverAck(3).pause(5 * MS).client(3, "d");
        assertThat(client(talk).pausedNs()).isZero();
    }

    @Test
    void theNetworkLosesAPacket() throws IOException {
        Talk talk = new Talk().open().client(0, "abc").serverAck(3).client(6, "ghi");
        Transport way = client(talk.pause(300 * MS).client(3, "def").serverAck(9));
        assertThat(way.holeNs()).isEqualTo(301 * MS);
        assertThat(way.outOfOrder()).isPositive();
        assertThat(way.pausedNs()).isZero();
    }

    @Test
    void whoClosesFirst() throws IOException {
        Talk closed = new Talk()
                .open()
                .client(0, "abc")
                .server(0, "", Frames.FIN | Frames.ACK, 3)
                .client(3, "", Frames.RST | Frames.ACK, 1);
        Connection connection = read(closed, true);
        Way.Closing closing = connection.way().closing();
        assertThat(closing.by()).isEqualTo(connection.second());
        assertThat(closing.reset()).isFalse();
        Connection reset = read(new Talk().open().client(0, "abc").client(3, "", Frames.RST, 0), true);
        assertThat(reset.way().closing().by()).isEqualTo(reset.first());
        assertThat(reset.way().closing().reset()).isTrue();
        assertThat(read(new Talk().open().client(0, "abc"), true).way().closing())
                .isNull();
    }
}
