package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.input.Dissector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that never get anywhere: what is kept for all of them together stays within what is allowed. */
class ConnectionMemoryTest {

    private static final int CONNECTIONS = 3000;
    private static final long WAITING = 1 << 20;
    private static final long KEPT = 3 << 20;
    private static final byte[] IMAGE = {
        -1, -1, -1, -1, -1, -1, -1, -1, 'X', 'E', 'N', 'F', 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 12, 0, 0, 0,
        4, 0, 0, 0, 17, 0, 0, 0
    };
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0x88};

    private final List<Event> events = new ArrayList<>();
    private final List<CaptureNotice> notices = new ArrayList<>();
    private final List<Counted> open = new ArrayList<>();
    private long most;

    /** Each connection begins with {@code first}, followed by a segment behind a hole. */
    private static byte[] capture(byte[] first, boolean opened) {
        byte[] random = new byte[1000];
        new Random(1).nextBytes(random);
        Pcap pcap = new Pcap(101);
        for (int number = 0; number < CONNECTIONS; number++) {
            long time = Pcap.START + number * 1000L;
            int port = 1024 + number;
            if (opened) {
                pcap.packet(time, ip(number, Frames.tcp(port, 8002, 999, 0, Frames.SYN, new byte[0], new byte[0])));
            }
            if (first.length > 0) {
                pcap.packet(time, ip(number, Frames.tcp(port, 8002, 1000, 1, Frames.ACK, new byte[0], first)));
            }
            pcap.packet(time, ip(number, Frames.tcp(port, 8002, 5000, 1, Frames.ACK, new byte[0], random)));
        }
        return pcap.octets();
    }

    private static byte[] ip(int number, byte[] tcp) {
        return Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, number & 0xffff, tcp);
    }

    private void read(byte[] capture) throws IOException {
        CaptureLimits limits = new CaptureLimits(64 << 20, WAITING, 16 << 20, 65_536, Duration.ofHours(1), 1024, KEPT);
        Dissector dissector =
                new Dissector(DissectOptions.DEFAULT.decompressing(new NativeDecompression()), events::add);
        try (OctetInput input = OctetInput.of(new ByteArrayInputStream(capture), "test")) {
            new CaptureReader(input, connection -> counted(dissector, connection), limits, notices::add).run();
        }
    }

    private ConnectionInput counted(Dissector dissector, Connection found) {
        open.removeIf(Counted::isOver);
        most = Math.max(most, open.stream().mapToLong(ConnectionInput::memory).sum());
        Counted made = new Counted(
                dissector.connection("f", found.first(), found.second(), found.firstTime(), found.synSeen(), null));
        open.add(made);
        return made;
    }

    /** A connection of which it is known when it is over. */
    private static final class Counted implements ConnectionInput {
        private final ConnectionInput connection;
        private int ends;

        Counted(ConnectionInput connection) {
            this.connection = connection;
        }

        boolean isOver() {
            return ends == 2 || isIgnored();
        }

        private StreamInput side(StreamInput input) {
            return new StreamInput() {
                @Override
                public void bytes(byte[] buffer, int offset, int length, long time) {
                    input.bytes(buffer, offset, length, time);
                }

                @Override
                public void gap(long octets, GapCause cause, long time) {
                    input.gap(octets, cause, time);
                }

                @Override
                public void end(EndReason reason, long time) {
                    ends++;
                    input.end(reason, time);
                }
            };
        }

        @Override
        public StreamInput fromFirst() {
            return side(connection.fromFirst());
        }

        @Override
        public StreamInput fromSecond() {
            return side(connection.fromSecond());
        }

        @Override
        public boolean isIgnored() {
            return connection.isIgnored();
        }

        @Override
        public long memory() {
            return connection.memory();
        }
    }

    private List<String> told() {
        return notices.stream().map(CaptureNotice::code).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitsBehindHolesIsGivenUp(boolean opened) throws IOException {
        read(capture(new byte[0], opened));
        assertThat(told()).contains("CAP-QLIMIT");
        assertThat(most).isLessThan(KEPT + KEPT / 4);
        assertThat(events).noneMatch(event -> event.body() instanceof MigrationEnd);
    }

    @Test
    void migrationsThatBeginAndGoNowhereAreGivenUp() throws IOException {
        read(capture(IMAGE, true));
        assertThat(told()).contains(FindingCode.LIM_CONNECTIONS.id());
        assertThat(most).isBetween(KEPT / 2, KEPT + KEPT / 4);
        assertThat(events.stream().filter(event -> event.body() instanceof MigrationEnd))
                .hasSize(CONNECTIONS);
    }

    @Test
    void streamsOfZstdThatBeginAndGoNowhereAreGivenUp() throws IOException {
        read(capture(ZSTD, true));
        assertThat(told()).contains(FindingCode.LIM_CONNECTIONS.id());
        assertThat(most).isBetween(KEPT / 2, KEPT + KEPT / 4);
        assertThat(events).noneMatch(event -> event.body() instanceof MigrationEnd);
    }

    @Test
    void whoeverIsGivenUpIsTold() {
        CaptureLimits limits = new CaptureLimits(1 << 20, 1 << 20, 1 << 20, 10, Duration.ofHours(1), 10, 3000);
        Pcap pcap = new Pcap(101);
        for (int port = 1; port <= 5; port++) {
            pcap.packet(Pcap.START, ip(port, Frames.tcp(port, 5555, 1, 1, Frames.ACK, new byte[0], new byte[100])));
        }
        Recorder recorder = Recorder.read(pcap.octets(), limits);
        assertThat(recorder.connections.stream().filter(each -> each.first.end == EndReason.EXPIRED))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(each -> each.first.found.stream().anyMatch(found -> found.startsWith("LIM-CONNECTIONS")));
    }

    @Test
    void fragmentsWaitWithinTheirPart() {
        byte[] tcp = Frames.tcp(1, 5555, 1, 1, Frames.ACK, new byte[0], new byte[60_000]);
        CaptureLimits limits = new CaptureLimits(1 << 20, 1 << 20, 1 << 20, 10, Duration.ofHours(1), 1024, 1 << 20);
        Pcap pcap = new Pcap(101);
        for (int id = 1; id <= 20; id++) {
            byte[] part = Arrays.copyOfRange(tcp, 59_992, tcp.length);
            pcap.packet(
                    Pcap.START, Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, id, 59_992 / 8, 20 + part.length, part));
        }
        assertThat(Recorder.read(pcap.octets(), limits).codes()).contains("CAP-QLIMIT");
    }
}
