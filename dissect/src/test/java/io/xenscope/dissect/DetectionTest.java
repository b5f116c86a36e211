package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.OtherTraffic;
import io.xenscope.samples.legacy.LegacySamples;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(events)
                .extracting(Event::message)
                .containsExactly("CAR-NOT-XEN no migration of a Xen guest: HTTP on port 80, GET /index.html;"
                        + " it carries no memory of a guest");
    }

    /** Streams without magic are looked for in every connection, from both ends. */
    @Test
    void bareLegacyStreamsAreFoundOnEitherPort() throws UnknownHostException {
        for (byte[] stream : List.of(
                LegacySamples.hvmLarge(8),
                LegacySamples.hvmLarge(4),
                LegacySamples.pvLarge(8),
                LegacySamples.pvLarge(4),
                LegacySamples.pv(8, 8, 848),
                LegacySamples.hvmOld())) {
            for (boolean client : new boolean[] {true, false}) {
                events.clear();
                ConnectionInput connection = connection();
                StreamInput sending = client ? connection.fromFirst() : connection.fromSecond();
                for (int at = 0; at < stream.length; at++) {
                    sending.bytes(stream, at, 1, 0);
                }
                connection.fromFirst().end(EndReason.FIN, 0);
                connection.fromSecond().end(EndReason.FIN, 0);
                assertThat(events.get(0).origin().source().port()).isEqualTo(client ? 40000 : 80);
                MigrationEnd end = (MigrationEnd) events.get(events.size() - 1).body();
                assertThat(end.migration().carrier()).isEqualTo("legacy");
                assertThat(end.outcome().text()).isEqualTo("complete");
            }
        }
    }

    private static Stream<Arguments> others() {
        Map<String, Function<Random, byte[]>> kinds = OtherTraffic.kinds();
        return kinds.entrySet().stream().map(kind -> Arguments.of(kind.getKey(), kind.getValue()));
    }

    /** Whatever else runs over TCP is taken for no migration, told at most once, and let go, cut into pieces of any size. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void otherTrafficIsIgnored(String kind, Function<Random, byte[]> make) throws UnknownHostException {
        for (int seed = 0; seed < OtherTraffic.SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] octets = make.apply(random);
            ConnectionInput connection = connection();
            StreamInput input = random.nextBoolean() ? connection.fromFirst() : connection.fromSecond();
            int most = 1 + random.nextInt(octets.length);
            for (int at = 0; at < octets.length; at += most) {
                input.bytes(octets, at, Math.min(most, octets.length - at), 0);
            }
            connection.fromFirst().end(EndReason.FIN, 0);
            connection.fromSecond().end(EndReason.FIN, 0);
            assertThat(events.stream().filter(event -> event.body() instanceof MigrationStart))
                    .as("%s, seed %d", kind, seed)
                    .isEmpty();
            assertThat(events.stream().filter(event -> event.body() instanceof ExpertInfo))
                    .as("%s, seed %d", kind, seed)
                    .hasSizeLessThanOrEqualTo(1);
            boolean opaque = kind.equals("TLS") || kind.equals("SSH");
            assertThat(connection.isIgnored()).as("%s, seed %d", kind, seed).isEqualTo(!opaque);
            assertThat(events.stream().filter(event -> event.body() instanceof GapSeen))
                    .as("%s, seed %d", kind, seed)
                    .hasSize(opaque ? 1 : 0);
            events.clear();
            FileInput file = dissector.file(null, "f", null);
            feed(file, octets);
            file.end(EndReason.FIN, 0);
            assertThat(file.isRefused()).as("%s as a file, seed %d", kind, seed).isTrue();
            events.clear();
        }
    }

    /** A receiver that never speaks, and a sender whose first octets were lost, cost no memory. */
    @Test
    void octetsBehindALossAreNotKeptForever() throws UnknownHostException {
        ConnectionInput connection = connection();
        feed(connection.fromFirst(), ascii("GET "));
        connection.fromFirst().gap(10, GapCause.CAPTURE_LOSS, 0);
        byte[] piece = new byte[1 << 16];
        for (int i = 0; i < 5; i++) {
            feed(connection.fromFirst(), piece);
        }
        // Records are searched for, in octets that are not kept, and not forever.
        assertThat(connection.isIgnored()).isFalse();
        for (int i = 0; i < 1024; i++) {
            feed(connection.fromFirst(), piece);
        }
        assertThat(connection.isIgnored()).isTrue();
    }

    @Test
    void theFormatForcedDoesNotDependOnThePieces() throws UnknownHostException {
        Endpoint client = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 40000);
        Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 80);
        ConnectionInput connection = dissector.connection(null, client, server, 0, true, Format.XEND_RELOCATION);
        byte[] ready = ascii("(ready receive)\n");
        for (int at = 0; at < ready.length; at++) {
            connection.fromSecond().bytes(ready, at, 1, 0);
        }
        assertThat(events.get(0).origin().source().port()).isEqualTo(40000);
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

    /** Words in hexadecimal, each of 64 bits and little-endian on the wire; the type of a list is a frequent number elsewhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f | true",
                "1800000000f 1 2 3 400000005 2 | true",
                "1800000000f 0 1 2 3 400000005 2 | true",
                "1000000000f 0 1 400000005 2 | true",
                "80000000f 1234 400000005 2 | true",
                "80000000f 0 1234 400000005 2 | true",
                "f 400000005 2 | true",
                "f 0 400000005 2 | true",
                "f 1f7 6c6a0dd | false",
                "f 0 6c6a0dd | false",
                "810000000f 3 4 5 | false",
                "1800000000f 2 1 3 | false",
                "1800000000f fffffffffffffff 1 3 | false",
                "80000000f 1234 5678 | false",
                "100000000000000f 1 2 3 | false",
            })
    void listsOfTheBackChannelAreMoreThanTheirType(String words, boolean recognised) {
        String[] each = words.split(" ");
        ByteBuffer octets = ByteBuffer.allocate(each.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String word : each) {
            octets.putLong(Long.parseUnsignedLong(word, 16));
        }
        for (int piece : new int[] {1, 3, octets.capacity()}) {
            events.clear();
            FileInput input = dissector.file("f", "f", null);
            for (int at = 0; at < octets.capacity(); at += piece) {
                input.bytes(octets.array(), at, Math.min(piece, octets.capacity() - at), 0);
            }
            input.end(EndReason.FIN, 0);
            assertThat(events.stream().anyMatch(event -> event.body() instanceof MigrationStart))
                    .isEqualTo(recognised);
        }
    }
}
