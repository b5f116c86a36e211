package io.xenscope.dissect.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found about the way of the octets, and what others found about it (carriers specification 9.2). */
class TransportFindingsTest {

    private static final byte[] STREAM = Guests.libxl();

    @Test
    void lossInsideAndOutsideAPayload() {
        Decoded decoded = Conversation.captured()
                .sender(Octets.head(STREAM, 12))
                .senderLost(2)
                .sender(Octets.tail(STREAM, 14))
                .decoded();
        assertThat(decoded.transportFindings())
                .containsExactly(
                        Finding.of(FindingCode.CAP_GAP, Severity.ERROR, 0),
                        Finding.of(FindingCode.CAP_RESYNC, Severity.WARN, Guests.IMAGE - 8));
        int body = STREAM.length / 2;
        Decoded inside = Decoded.fileWithHole(STREAM, body, body + 1);
        assertThat(inside.transportFindings()).extracting(Finding::code).containsExactly("CAP-GAP");
    }

    @Test
    void resetBeforeTheEnd() {
        Decoded cut = Conversation.captured()
                .sender(Octets.head(STREAM, STREAM.length - 8))
                .senderEnds(EndReason.RESET)
                .decoded();
        assertThat(cut.transportFindings())
                .containsExactly(Finding.of(FindingCode.CAP_RST, Severity.ERROR, STREAM.length - 8L));
        Decoded whole = Conversation.captured()
                .sender(STREAM)
                .senderEnds(EndReason.RESET)
                .decoded();
        assertThat(whole.transportFindings()).isEmpty();
    }

    private static ConnectionInput connection(List<Event> events) throws UnknownHostException {
        Endpoint client = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 40000);
        Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 4100);
        return new Dissector(DissectOptions.DEFAULT, events::add).connection(null, client, server, 0, true, null);
    }

    private static List<String> experts(List<Event> events) {
        return events.stream()
                .filter(event -> event.body() instanceof ExpertInfo expert
                        && expert.spec().equals("carriers.md 9.2"))
                .peek(event -> assertThat(event.place().layer()).isEqualTo(Layer.TCP))
                .map(event -> ((ExpertInfo) event.body()).code() + " "
                        + event.place().direction().text() + " " + event.place().offset() + " "
                        + ((ExpertInfo) event.body()).text())
                .toList();
    }

    @Test
    void octetsGivenUpAreToldOnce() throws UnknownHostException {
        List<Event> events = new ArrayList<>();
        ConnectionInput connection = connection(events);
        int at = STREAM.length / 2;
        connection.fromFirst().bytes(STREAM, 0, at, 0);
        connection.fromFirst().gap(1, GapCause.OVERLOAD, 0);
        connection.fromFirst().gap(1, GapCause.OVERLOAD, 0);
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
        assertThat(experts(events))
                .filteredOn(text -> text.startsWith("NET-TAP-DROPPED"))
                .hasSize(1);
    }

    /** Told before or behind the octets that tell the format, by the side that looks at packets. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11, 12, 40})
    void whatOthersFoundIsToldInTheMigration(int at) throws UnknownHostException {
        List<Event> events = new ArrayList<>();
        ConnectionInput connection = connection(events);
        connection.fromSecond().found("CAP-NOSYN", "late", 1);
        connection.fromFirst().bytes(STREAM, 0, at, 2);
        connection.fromFirst().found("CAP-DUP", "twice", 3);
        connection.fromFirst().bytes(STREAM, at, STREAM.length - at, 4);
        connection.fromFirst().end(EndReason.FIN, 5);
        connection.fromSecond().end(EndReason.FIN, 5);
        assertThat(experts(events)).containsExactly("CAP-NOSYN back 0 late", "CAP-DUP forward " + at + " twice");
    }

    @Test
    void withoutAMigrationItIsDropped() throws UnknownHostException {
        List<Event> events = new ArrayList<>();
        ConnectionInput connection = connection(events);
        connection.fromFirst().found("CAP-NOSYN", "late", 1);
        connection.fromFirst().bytes(new byte[100], 0, 100, 2);
        connection.fromFirst().found("CAP-DUP", "twice", 3);
        assertThat(connection.isIgnored()).isTrue();
        assertThat(events).isEmpty();
    }
}
