package io.xenscope.samples.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.scenario.BothTransports;
import io.xenscope.samples.scenario.GuestKind;
import io.xenscope.samples.scenario.Migration;
import io.xenscope.samples.scenario.Mode;
import io.xenscope.samples.scenario.Scenario;
import io.xenscope.samples.scenario.StreamTransport;
import io.xenscope.samples.scenario.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures read back by an independent reader, which also checks every checksum. */
class TcpTransportTest {
    private final ByteArrayOutputStream forward = new ByteArrayOutputStream();
    private final ByteArrayOutputStream back = new ByteArrayOutputStream();

    static Stream<TcpOptions> options() {
        return Stream.of(
                TcpOptions.of(CaptureFormat.PCAP),
                TcpOptions.of(CaptureFormat.PCAP_NANO).withIpv6(),
                TcpOptions.of(CaptureFormat.PCAPNG).withMss(1447),
                TcpOptions.of(CaptureFormat.PCAPNG).withMss(32_768),
                TcpOptions.of(CaptureFormat.PCAP).withMss(TcpOptions.MAX_MSS).withEnd(TcpEnd.RST),
                TcpOptions.of(CaptureFormat.PCAP).withIpv6().withMss(TcpOptions.MAX_MSS));
    }

    @ParameterizedTest
    @MethodSource("options")
    void captureHoldsBothDirections(TcpOptions options) throws IOException {
        CaptureReader capture = capture(options, Mode.LIVE);
        assertThat(capture.fromSender.toByteArray()).isEqualTo(forward.toByteArray());
        assertThat(capture.fromReceiver.toByteArray()).isEqualTo(back.toByteArray());
        assertThat(capture.frames).allMatch(frame -> frame.length() <= options.mss());
        assertThat(capture.frames.stream().filter(frame -> frame.length() == options.mss()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("options")
    void sequenceNumbersAndTimesContinue(TcpOptions options) throws IOException {
        List<CaptureReader.Frame> frames = capture(options, Mode.COLO).frames;
        int[] next = {frames.get(1).sequence(), frames.get(0).sequence()};
        long last = 0;
        int unacknowledged = 0;
        for (CaptureReader.Frame frame : frames) {
            int side = frame.fromSender() ? 1 : 0;
            assertThat(frame.sequence()).isEqualTo(next[side]);
            next[side] += frame.length() + (frame.flags() & 2) / 2 + (frame.flags() & 1);
            assertThat(frame.nanos()).isGreaterThanOrEqualTo(last);
            last = frame.nanos();
            if ((frame.flags() & 0x10) != 0) {
                assertThat(frame.acknowledged()).isEqualTo(next[1 - side]);
            }
            unacknowledged = frame.fromSender() && frame.length() > 0
                    ? unacknowledged + 1
                    : frame.fromSender() ? unacknowledged : 0;
            assertThat(unacknowledged).isLessThanOrEqualTo(2);
        }
        assertThat(Integer.compareUnsigned(next[1], options.forwardIsn())).isNegative();
    }

    @Test
    void suspendedGuestLeavesAPause() throws IOException {
        List<CaptureReader.Frame> frames = capture(TcpOptions.of(CaptureFormat.PCAP_NANO), Mode.LIVE).frames;
        long longest = 0;
        for (int i = 1; i < frames.size(); i++) {
            longest =
                    Math.max(longest, frames.get(i).nanos() - frames.get(i - 1).nanos());
        }
        assertThat(longest).isGreaterThanOrEqualTo(5_000_000);
    }

    private CaptureReader capture(TcpOptions options, Mode mode) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Scenario scenario = Scenario.of(GuestKind.HVM).mode(mode).pages(1024).build();
        try (Transport both = new BothTransports(new StreamTransport(forward, back), new TcpTransport(file, options))) {
            new Migration(scenario, both, RecordListener.NONE).run();
        }
        return CaptureReader.read(file.toByteArray());
    }
}
