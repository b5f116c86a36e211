package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.EndReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Beginnings, duplicates, cut packets and bounds (the other rules of carriers specification 8.5). */
class ReassemblyTest {

    private static final byte[] NO_OPTIONS = {};

    @Test
    void bothDirectionsToTheirFin() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "hello ")
                .server(0, "welcome", Frames.ACK, 6)
                .client(6, "world", Frames.ACK | Frames.FIN, 7)
                .server(7, "", Frames.ACK | Frames.FIN, 12)
                .read();
        assertThat(recorder.first().text()).isEqualTo("hello world");
        assertThat(recorder.second().text()).isEqualTo("welcome");
        assertThat(recorder.first().end).isEqualTo(EndReason.FIN);
        assertThat(recorder.second().end).isEqualTo(EndReason.FIN);
        assertThat(recorder.only().connection.synSeen()).isTrue();
        assertThat(recorder.only().connection.first().port()).isEqualTo(Talk.CLIENT_PORT);
        assertThat(recorder.only().connection.firstTime()).isEqualTo(Pcap.START);
        assertThat(recorder.notices).isEmpty();
        assertThat(recorder.summary.deliveredOctets()).isEqualTo(18);
        assertThat(recorder.summary.lastTime()).isEqualTo(Pcap.START + 6_000_000);
    }

    @Test
    void sequenceNumbersWrap() {
        Talk talk = new Talk(-5, -3).open();
        for (int i = 0; i < 10; i++) {
            talk.client(3 * i, "abc").server(2 * i, "xy");
        }
        Recorder recorder = talk.read();
        assertThat(recorder.first().text()).isEqualTo("abc".repeat(10));
        assertThat(recorder.second().text()).isEqualTo("xy".repeat(10));
    }

    @Test
    void sequenceNumbersWrapWhileQueued() {
        Recorder recorder = new Talk(-4, 0)
                .open()
                .client(6, "gh")
                .client(3, "def")
                .client(0, "abc")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdefgh");
        assertThat(recorder.summary.outOfOrder()).isEqualTo(2);
    }

    @Test
    void dataInTheSynCounts() {
        Recorder recorder =
                new Talk().client(-1, "early", Frames.SYN, 0).client(5, " bird").read();
        assertThat(recorder.first().text()).isEqualTo("early bird");
    }

    @Test
    void repeatedSynIsNoNewConnection() {
        Recorder recorder =
                new Talk().open().client(0, "ab").open().client(2, "cd").read();
        assertThat(recorder.first().text()).isEqualTo("abcd");
    }

    @Test
    void portsAreUsedAgainAfterFin() {
        Talk talk = new Talk()
                .open()
                .client(0, "one", Frames.ACK | Frames.FIN, 0)
                .server(0, "", Frames.ACK | Frames.FIN, 4);
        Recorder recorder = talk.again(77_001, 88_001).open().client(0, "two").read();
        assertThat(recorder.connections).hasSize(2);
        assertThat(recorder.connections.get(0).first.text()).isEqualTo("one");
        assertThat(recorder.connections.get(1).first.text()).isEqualTo("two");
    }

    @Test
    void portsAreUsedAgainAfterSilence() {
        Talk talk = new Talk().open().client(0, "one").pause(2_000_000_000L);
        Recorder recorder = talk.again(77_001, 88_001).open().client(0, "two").read();
        assertThat(recorder.connections).hasSize(2);
        assertThat(recorder.connections.get(0).first.end).isEqualTo(EndReason.EXPIRED);
    }

    @Test
    void anotherSynAtOnceCountsWhenItIsConfirmed() {
        Talk talk = new Talk().open().client(0, "one");
        Recorder recorder = talk.again(77_001, 88_001)
                .client(-1, "", Frames.SYN, 0)
                .server(-1, "", Frames.SYN | Frames.ACK, 0)
                .client(0, "two")
                .read();
        assertThat(recorder.connections).hasSize(2);
        assertThat(recorder.connections.get(1).first.text()).isEqualTo("two");
        assertThat(recorder.connections.get(1).connection.first().port()).isEqualTo(Talk.CLIENT_PORT);
    }

    @Test
    void strayConfirmationlessSynChangesNothing() {
        Talk talk = new Talk().open().client(0, "one");
        talk = talk.again(77_001, 88_001)
                .client(-1, "", Frames.SYN, 0)
                .again(1001, 2001)
                .client(3, " more");
        Recorder recorder = talk.read();
        assertThat(recorder.first().text()).isEqualTo("one more");
    }

    @Test
    void midStreamStartsWithTheLowestOfTheFirstSegments() {
        Recorder recorder = new Talk()
                .client(5, "56789")
                .client(10, "abc")
                .client(0, "01234")
                .serverAck(13)
                .client(13, "d")
                .read();
        assertThat(recorder.first().text()).isEqualTo("0123456789abcd");
        assertThat(recorder.only().connection.synSeen()).isFalse();
        assertThat(recorder.codes()).containsExactly("CAP-NOSYN", "CAP-OOO");
    }

    @Test
    void midStreamDoesNotWaitWhenTheOtherSideExpectsJustThat() {
        Recorder recorder =
                new Talk().serverAck(100).client(100, "x").server(0, "y").read();
        assertThat(recorder.connections).hasSize(1);
        assertThat(recorder.only().connection.first().port()).isEqualTo(Talk.SERVER_PORT);
        assertThat(recorder.second().text()).isEqualTo("x");
    }

    @Test
    void midStreamWaitsNoLongerThanAWindow() {
        Talk talk = new Talk();
        String piece = "0123456789".repeat(100);
        for (int i = 1; i < 100; i++) {
            talk.client(1000L * i, piece);
        }
        // Too late: the beginning is settled.
        Recorder recorder = talk.client(0, piece).read();
        assertThat(recorder.first().offset).isEqualTo(99_000);
        assertThat(recorder.summary.retransmitted()).isEqualTo(1);
    }

    @Test
    void synAfterItsDataStillCounts() {
        Recorder recorder = new Talk()
                .client(0, "data")
                .client(-1, "", Frames.SYN, 0)
                .client(4, "!")
                .read();
        assertThat(recorder.first().text()).isEqualTo("data!");
        assertThat(recorder.only().connection.synSeen()).isTrue();
    }

    @Test
    void keepalivesAreIgnored() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(2, "?")
                .client(2, "")
                .client(3, "def")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdef");
        assertThat(recorder.summary.keepalives()).isEqualTo(2);
        assertThat(recorder.summary.retransmitted()).isZero();
    }

    @Test
    void duplicatesAndRetransmissionsAreToldApart() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .same()
                .client(0, "abc")
                .client(0, "abc")
                .read();
        assertThat(recorder.summary.duplicates()).isEqualTo(1);
        assertThat(recorder.summary.retransmitted()).isEqualTo(1);
        assertThat(recorder.codes()).containsExactly("CAP-RETRANS", "CAP-DUP");
    }

    @Test
    void oldTimestampsFarAwayAreDropped() {
        byte[] now = Frames.octets(1, 1, 8, 10, 0, 0, 2, 0, 0, 0, 0, 0);
        byte[] before = Frames.octets(1, 1, 8, 10, 0, 0, 1, 0, 0, 0, 0, 0);
        Recorder recorder = new Talk()
                .open()
                .send(true, 0, "abc", Frames.ACK, 0, now, false)
                .send(true, 2_147_000_000L, "old", Frames.ACK, 0, before, false)
                .send(true, 3, "def", Frames.ACK, 0, now, false)
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdef");
        assertThat(recorder.summary.skipped()).containsEntry("old TCP duplicate", 1L);
    }

    @Test
    void multipathIsReported() {
        byte[] mapping = Frames.octets(30, 8, 0x20, 0x04, 0, 0, 0, 1);
        Recorder recorder = new Talk()
                .open()
                .send(true, 0, "abc", Frames.ACK, 0, mapping, false)
                .read();
        assertThat(recorder.codes()).containsExactly("CAP-MPTCP");
    }

    @Test
    void cutOctetsAreAHoleOfKnownLength() {
        Recorder recorder = new Talk()
                .open()
                .snap(2)
                .client(0, "abcd")
                .client(4, "efgh")
                .serverAck(4)
                .client(8, "ij")
                .serverAck(8)
                .read();
        assertThat(recorder.first().text()).isEqualTo("ab__ef__ij");
        assertThat(recorder.first().gaps).containsExactly("SNAPLEN@2+2", "SNAPLEN@6+2");
        assertThat(recorder.codes()).containsExactly("CAP-SNAP");
        assertThat(recorder.summary.cutPackets()).isEqualTo(2);
    }

    @Test
    void cutOctetsAreTakenFromARetransmission() {
        Recorder recorder = new Talk()
                .open()
                .snap(2)
                .client(0, "abcd")
                .client(4, "ef")
                .client(2, "cd")
                .serverAck(6)
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdef");
        assertThat(recorder.first().gaps).isEmpty();
    }

    @Test
    void cutHeadersAreHoles() {
        Recorder recorder =
                new Talk().open().snap(0).client(0, "abcd").serverAck(4).read();
        assertThat(recorder.first().gaps).containsExactly("SNAPLEN@0+4");
    }

    @Test
    void idleConnectionExpires() {
        Talk talk = new Talk().open().client(0, "one").pause(3_700_000_000_000L);
        Recorder recorder = talk.client(3, "two").read();
        assertThat(recorder.connections).hasSize(2);
        assertThat(recorder.connections.get(0).first.end).isEqualTo(EndReason.EXPIRED);
    }

    @Test
    void numberOfConnectionsIsBounded() {
        CaptureLimits limits = new CaptureLimits(1 << 20, 1 << 20, 1 << 20, 3, Duration.ofHours(1), 10, 1 << 30);
        Pcap pcap = new Pcap(101);
        for (int port = 1; port <= 10; port++) {
            byte[] tcp = Frames.tcp(port, 5555, 1, 1, Frames.ACK, NO_OPTIONS, new byte[] {1});
            pcap.packet(Pcap.START + port, Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, port, tcp));
        }
        Recorder recorder = Recorder.read(pcap.octets(), limits);
        assertThat(recorder.summary.connections()).isEqualTo(10);
        assertThat(recorder.connections.stream().filter(each -> each.first.end == EndReason.EXPIRED))
                .hasSize(7);
    }

    @Test
    void ignoredConnectionIsDroppedAndItsPortsMayBeUsedAgain() {
        Talk talk =
                new Talk().open().client(0, "GET / HTTP/1.1").server(0, "reply").client(14, "more");
        Recorder recorder = talk.again(500_001, 600_001).open().client(0, "new").read();
        assertThat(recorder.connections).hasSize(2);
        assertThat(recorder.connections.get(0).first.text()).isEqualTo("GET / HTTP/1.1");
        assertThat(recorder.connections.get(0).second.text()).isEmpty();
        assertThat(recorder.connections.get(1).first.text()).isEqualTo("new");
    }

    @Test
    void connectionsWithoutOctetsAreNotHandedOut() {
        Recorder recorder = new Talk().open().client(0, "", Frames.RST, 0).read();
        assertThat(recorder.connections).isEmpty();
        assertThat(recorder.summary.connections()).isEqualTo(1);
    }
}
