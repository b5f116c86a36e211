package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.EndReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of holes, and how directions end (carriers specification 8.5 rules 8, 10, 11 and 14). */
class HoleAndEndTest {

    @Test
    void acknowledgedHoleIsAGap() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(7, "hi")
                .serverAck(3)
                .serverAck(9)
                .client(3, "late")
                .client(9, "j")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abc____hij");
        assertThat(recorder.first().gaps).containsExactly("CAPTURE_LOSS@3+4");
        assertThat(recorder.summary.gapOctets()).isEqualTo(4);
    }

    @Test
    void unacknowledgedHoleWaitsForItsRetransmission() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(7, "hi")
                .serverAck(3)
                .client(9, "j")
                .client(3, "defg")
                .serverAck(10)
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdefghij");
        assertThat(recorder.first().gaps).isEmpty();
    }

    @Test
    void holeEndsWithTheCapture() {
        Recorder recorder = new Talk().open().client(0, "abc").client(7, "hi").read();
        assertThat(recorder.first().text()).isEqualTo("abc____hi");
        assertThat(recorder.first().end).isEqualTo(EndReason.CAPTURE_END);
    }

    @Test
    void holeEndsWithReset() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(7, "hi")
                .server(0, "why", Frames.RST | Frames.ACK, 3)
                .read();
        assertThat(recorder.first().text()).isEqualTo("abc____hi");
        assertThat(recorder.first().end).isEqualTo(EndReason.RESET);
        assertThat(recorder.second().end).isEqualTo(EndReason.RESET);
        assertThat(recorder.second().text()).isEmpty();
    }

    @Test
    void holeEndsWhenBothSidesSentFin() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(7, "hi", Frames.ACK | Frames.FIN, 0)
                .server(0, "", Frames.ACK | Frames.FIN, 3)
                .read();
        assertThat(recorder.first().text()).isEqualTo("abc____hi");
        assertThat(recorder.first().end).isEqualTo(EndReason.FIN);
    }

    @Test
    void missingOctetsBeforeFin() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(5, "", Frames.ACK | Frames.FIN, 0)
                .serverAck(6)
                .read();
        assertThat(recorder.first().gaps).containsExactly("CAPTURE_LOSS@3+2");
        assertThat(recorder.first().end).isEqualTo(EndReason.FIN);
    }

    @Test
    void holeEndsWhenTooMuchWaitsBehindIt() {
        CaptureLimits limits = new CaptureLimits(1 << 20, 1 << 20, 100_000, 10, Duration.ofHours(1), 10, 1 << 30);
        Talk talk = new Talk().open();
        for (int i = 1; i < 150; i++) {
            talk.client(1000L * i, "x".repeat(1000));
        }
        Recorder recorder = Recorder.read(talk.client(0, "y".repeat(1000)).octets(), limits);
        assertThat(recorder.first().gaps).containsExactly("CAPTURE_LOSS@0+1000");
        assertThat(recorder.first().offset).isEqualTo(150_000);
    }

    @Test
    void queueLimitGivesUpTheOldestHole() {
        CaptureLimits limits = new CaptureLimits(50_000, 1 << 20, 1 << 20, 10, Duration.ofHours(1), 10, 1 << 30);
        Talk talk = new Talk().open();
        for (int i = 1; i < 100; i++) {
            talk.client(1000L * i, "x".repeat(1000));
        }
        Recorder recorder = Recorder.read(talk.octets(), limits);
        assertThat(recorder.codes()).contains("CAP-QLIMIT");
        assertThat(recorder.first().gaps).containsExactly("CAPTURE_LOSS@0+1000");
    }

    @Test
    void totalQueueLimitGivesUpWholeConnections() {
        CaptureLimits limits = new CaptureLimits(1 << 20, 50_000, 1 << 20, 10, Duration.ofHours(1), 10, 1 << 30);
        Talk talk = new Talk().open();
        for (int i = 1; i < 100; i++) {
            talk.client(1000L * i, "x".repeat(1000));
        }
        Recorder recorder = Recorder.read(talk.octets(), limits);
        assertThat(recorder.codes()).contains("CAP-QLIMIT");
        assertThat(recorder.first().offset).isEqualTo(100_000);
    }

    @Test
    void acknowledgedTailThatWasNeverCaptured() {
        Recorder recorder = new Talk().open().client(0, "abc").serverAck(10).read();
        assertThat(recorder.first().gaps).containsExactly("CAPTURE_LOSS@3+7");
        assertThat(recorder.first().end).isEqualTo(EndReason.CAPTURE_END);
        assertThat(recorder.codes()).containsExactly("CAP-ACKED-UNSEEN");
        assertThat(recorder.summary.ackedUnseen()).isEqualTo(1);
    }

    @Test
    void acknowledgedFinIsNoOctet() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc", Frames.ACK | Frames.FIN, 0)
                .serverAck(4)
                .server(0, "", Frames.ACK | Frames.FIN, 4)
                .ack(1)
                .read();
        assertThat(recorder.first().gaps).isEmpty();
        assertThat(recorder.notices).isEmpty();
    }

    @Test
    void onlyAcknowledgmentsAreCaptured() {
        Recorder recorder = new Talk()
                .server(-1, "", Frames.SYN | Frames.ACK, 0)
                .serverAck(5000)
                .server(0, "ok", Frames.ACK, 9000)
                .read();
        assertThat(recorder.first().gaps).containsExactly("CAPTURE_LOSS@0+9000");
        assertThat(recorder.second().text()).isEqualTo("ok");
        assertThat(recorder.only().connection.first().port()).isEqualTo(Talk.CLIENT_PORT);
    }

    @Test
    void octetsBeyondFinAreIgnored() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc", Frames.ACK | Frames.FIN, 0)
                .client(3, "xyz")
                .server(0, "r")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abc");
        assertThat(recorder.codes()).containsExactly("CAP-AFTERFIN");
    }

    @Test
    void finBeforeItsDataWaits() {
        Recorder recorder = new Talk()
                .open()
                .client(3, "", Frames.ACK | Frames.FIN, 0)
                .client(0, "abc")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abc");
        assertThat(recorder.first().end).isEqualTo(EndReason.FIN);
        assertThat(recorder.first().endTime).isEqualTo(Pcap.START + 4_000_000);
    }

    @Test
    void resetOutsideTheWindowIsIgnored() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(1 << 30, "", Frames.RST, 0)
                .client(3, "def", Frames.ACK, 0)
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdef");
        assertThat(recorder.first().end).isEqualTo(EndReason.CAPTURE_END);
    }

    @Test
    void octetsBelowAResetComeLate() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(6, "", Frames.RST, 0)
                .client(3, "def")
                .client(6, "ghi")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdef");
        assertThat(recorder.first().end).isEqualTo(EndReason.RESET);
    }
}
