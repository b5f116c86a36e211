package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.Guests;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a migration and what is not (carriers specification 6). */
class DetectionTest {

    private final List<Event> events = new ArrayList<>();
    private final Dissector dissector = new Dissector(DissectOptions.DEFAULT, events::add);

    private ConnectionInput connection() throws UnknownHostException {
        Endpoint client = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 40000);
        Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 80);
        return dissector.connection(null, client, server, 0, true, null);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void feed(StreamInput input, byte[] octets) {
        input.bytes(octets, 0, octets.length, 0);
    }

    @Test
    void httpIsIgnoredAtOnce() throws UnknownHostException {
        ConnectionInput connection = connection();
        feed(
                connection.fromFirst(),
                ascii("GET /index.html HTTP/1.1\r\nHost: www.example.org\r\nAccept: text/html, */*\r\n\r\n"));
        assertThat(connection.isIgnored()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void randomOctetsAndZeroesAreIgnored() throws UnknownHostException {
        for (int seed = 0; seed < 1000; seed++) {
            byte[] octets = new byte[64];
            if (seed > 0) {
                new Random(seed).nextBytes(octets);
            }
            ConnectionInput connection = connection();
            feed(connection.fromSecond(), octets);
            assertThat(connection.isIgnored()).as("seed %d", seed).isTrue();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void silenceDecidesNothingUntilBothSidesHaveEnded() throws UnknownHostException {
        ConnectionInput connection = connection();
        connection.fromFirst().end(EndReason.FIN, 0);
        assertThat(connection.isIgnored()).isFalse();
        connection.fromSecond().end(EndReason.FIN, 0);
        assertThat(connection.isIgnored()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void theSideThatSendsTheStreamIsTheSourceWhoeverConnected() throws UnknownHostException {
        ConnectionInput connection = connection();
        feed(connection.fromSecond(), Guests.xl("{}"));
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(event.origin().source().port()).isEqualTo(80);
            assertThat(event.origin().destination().port()).isEqualTo(40000);
        });
    }

    @ParameterizedTest
    @CsvSource({"Xen saved domai, false", "Xen saved domain, true", "LibxlFm, false", "LibxlFmt, true"})
    void theTellingOctetsDecide(String beginning, boolean recognised) {
        FileInput file = dissector.file(null, "f", null);
        feed(file, ascii(beginning));
        assertThat(!events.isEmpty()).isEqualTo(recognised);
        file.end(EndReason.FIN, 0);
        assertThat(file.isRefused()).isEqualTo(!recognised);
    }

    @Test
    void formatsHaveDistinctLabels() {
        for (Format format : Format.values()) {
            assertThat(Format.byLabel(format.label())).isEqualTo(format);
        }
        assertThat(Format.byLabel("pigeon")).isNull();
    }
}
