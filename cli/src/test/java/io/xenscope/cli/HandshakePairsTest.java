package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.input.Dissector;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two directions that lie in files of their own, put together as they ran on a connection. */
class HandshakePairsTest {

    private static final int BANNER = 54;
    private static final int READY = 34;
    private static final int GO = 44;

    private final List<Event> events = new ArrayList<>();
    private final ConnectionInput connection;

    HandshakePairsTest() throws IOException {
        Endpoint receiver = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 5555);
        Endpoint sender = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 40000);
        connection =
                new Dissector(DissectOptions.DEFAULT, events::add).connection(null, receiver, sender, 0, true, null);
    }

    private static byte[] octets(String name) throws IOException {
        try (OctetInput input = OctetInput.open(Samples.path("images").resolve(name + ".bin.xz"))) {
            byte[] octets = new byte[1 << 24];
            int length = 0;
            for (int count = input.read(octets, 0, octets.length);
                    count >= 0;
                    count = input.read(octets, length, octets.length - length)) {
                length += count;
            }
            return Arrays.copyOf(octets, length);
        }
    }

    private static void feed(StreamInput to, byte[] octets, int from, int end) {
        to.bytes(octets, from, end - from, 0);
    }

    private MigrationEnd end() {
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
        return (MigrationEnd) events.get(events.size() - 1).body();
    }

    private List<String> findings() {
        return events.stream()
                .map(Event::body)
                .filter(body -> body instanceof ExpertInfo)
                .map(body -> ((ExpertInfo) body).code())
                .toList();
    }

    @Test
    void xlMigrate() throws IOException {
        byte[] answers = octets("hvm-live-4.4.xl-migrate.receiver-to-sender");
        byte[] stream = octets("hvm-live-4.4.xl-migrate.sender-to-receiver");
        feed(connection.fromFirst(), answers, 0, BANNER);
        feed(connection.fromSecond(), stream, 0, stream.length - GO);
        feed(connection.fromFirst(), answers, BANNER, BANNER + READY);
        feed(connection.fromSecond(), stream, stream.length - GO, stream.length);
        feed(connection.fromFirst(), answers, BANNER + READY, answers.length);
        MigrationEnd end = end();
        assertThat(end.outcome().text()).isEqualTo("complete");
        assertThat(end.reason()).isEqualTo("END reached, status 0");
        assertThat(end.migration().format()).isEqualTo("legacy");
        assertThat(events.get(0).origin().source().port()).isEqualTo(40000);
        assertThat(findings()).containsExactly("CAR-ROLE-REVERSED", "XLH-005");
    }

    @Test
    void xlRemus() throws IOException {
        byte[] answers = octets("hvm-remus-comp-libxl-4.4.xl-remus.receiver-to-sender");
        byte[] stream = octets("hvm-remus-comp-libxl-4.4.xl-remus.sender-to-receiver");
        feed(connection.fromFirst(), answers, 0, answers.length);
        feed(connection.fromSecond(), stream, 0, stream.length);
        MigrationEnd end = end();
        assertThat(end.outcome().text()).isEqualTo("failover");
        assertThat(end.migration().mode()).isEqualTo("remus");
        assertThat(findings()).containsExactly("CAR-ROLE-REVERSED", "XLH-005");
    }
}
