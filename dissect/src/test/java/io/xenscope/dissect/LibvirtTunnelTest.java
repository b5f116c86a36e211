package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.FieldText;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import io.xenscope.samples.carrier.RpcMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations through libvirt's RPC (carriers specification 2.3). */
class LibvirtTunnelTest {

    private static final byte[] STREAM = Guests.libxl();

    private final List<Event> events = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private ConnectionInput connection() throws UnknownHostException {
        Endpoint client = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 40000);
        Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 16509);
        return new Dissector(DissectOptions.DEFAULT, events::add, seen -> others.add(seen.what()))
                .connection(null, client, server, 0, true, null);
    }

    private static void feed(StreamInput to, byte[] octets, int most) {
        for (int at = 0; at < octets.length; at += most) {
            to.bytes(octets, at, Math.min(most, octets.length - at), 0);
        }
    }

    private static byte[] packets(int serial, byte[] stream, int size) {
        byte[] all = new byte[0];
        for (int at = 0; at < stream.length; at += size) {
            byte[] piece = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size));
            all = Octets.join(all, RpcMessage.data(serial, piece));
            if (at % (3 * size) == 0) {
                all = Octets.join(all, RpcMessage.keepalive(2));
            }
        }
        return all;
    }

    private static byte[] sender(int size) {
        return Octets.join(
                RpcMessage.call(1, 1),
                RpcMessage.call(RpcMessage.PREPARE_TUNNEL3_PARAMS, 2, Octets.text("<cookie>secret</cookie>")),
                packets(2, STREAM, size),
                RpcMessage.streamEnd(2, RpcMessage.OK),
                RpcMessage.call(RpcMessage.FINISH3_PARAMS, 3));
    }

    private static byte[] receiver() {
        return Octets.join(
                RpcMessage.reply(1, 1, RpcMessage.OK),
                RpcMessage.reply(RpcMessage.PREPARE_TUNNEL3_PARAMS, 2, RpcMessage.OK),
                RpcMessage.keepalive(1),
                RpcMessage.streamEnd(2, RpcMessage.OK),
                RpcMessage.reply(RpcMessage.FINISH3_PARAMS, 3, RpcMessage.OK, new byte[4]));
    }

    private void play(byte[] sent, byte[] answered, int most) throws UnknownHostException {
        events.clear();
        ConnectionInput connection = connection();
        feed(connection.fromFirst(), sent, most);
        feed(connection.fromSecond(), answered, most);
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
    }

    private List<String> records(String id) {
        return events.stream()
                .filter(event -> event.origin().migrationId().equals(id) && event.place() != null)
                .filter(event -> !event.body().action().equals("round"))
                .map(LibvirtTunnelTest::text)
                .toList();
    }

    private static String text(Event event) {
        String what = event.body() instanceof RecordSeen seen
                ? seen.record().type()
                : event.body() instanceof ExpertInfo expert
                        ? expert.code()
                        : event.body().action();
        Event.Place place = event.place();
        return place.direction().text() + " " + what + " " + place.offset() + " " + place.length();
    }

    private List<String> outcomes() {
        return events.stream()
                .filter(event -> event.body() instanceof MigrationEnd)
                .map(event ->
                        ((MigrationEnd) event.body()).outcome().text() + ": " + ((MigrationEnd) event.body()).reason())
                .toList();
    }

    private String fields(String type) {
        return events.stream()
                .filter(event -> event.body() instanceof RecordSeen seen
                        && seen.record().type().equals(type))
                .map(event -> FieldText.of(((RecordSeen) event.body()).record().fields()))
                .collect(Collectors.joining(" | "));
    }

    /** The stream inside has the offsets it has by itself, however it is packed and cut. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 65536})
    void aTunnelledStreamDecodesAsByItself(int size) throws UnknownHostException {
        List<String> alone = Decoded.file(STREAM).records();
        play(sender(size), receiver(), Integer.MAX_VALUE);
        assertThat(events.stream()
                        .filter(event -> event.place() != null && event.place().length() > 0)
                        .filter(event -> !event.body().action().equals("round"))
                        .map(event ->
                                event.place().offset() + " " + event.place().length()))
                .containsExactlyElementsOf(alone.stream()
                        .map(record -> record.replaceFirst("^\\S+ \\S+ ", ""))
                        .toList());
        assertThat(outcomes()).containsExactly("complete: END reached, the receiver says ok");
        assertThat(others).isEmpty();
        List<Event> whole = List.copyOf(events);
        play(sender(size), receiver(), 1);
        assertThat(events).isEqualTo(whole);
    }

    @Test
    void whatRunsBesideTheStreamIsToldBesideIt() throws UnknownHostException {
        play(sender(1000), receiver(), Integer.MAX_VALUE);
        List<String> records = records(events.get(0).origin().migrationId());
        assertThat(records)
                .startsWith("forward RPC_STREAM 0 0", "forward RPC_CALL 0 0", "forward LIBXL_HEADER 0 16")
                .containsSubsequence(
                        "forward END 4384 8",
                        "forward RPC_STREAM_END 4392 0",
                        "forward RPC_CALL 4392 0",
                        "back RPC_REPLY 0 0",
                        "back RPC_STREAM_END 0 0",
                        "back RPC_REPLY 0 0");
        assertThat(fields("RPC_STREAM")).isEqualTo("serial=2 connection_offset=79");
        assertThat(fields("RPC_STREAM_END"))
                .isEqualTo("serial=2 status=ok packets=5 stream_bytes=4392 connection_offset=4667"
                        + " | serial=2 status=ok connection_offset=84");
        assertThat(events.toString()).doesNotContain("secret");
        MigrationEnd end = (MigrationEnd) events.get(events.size() - 1).body();
        assertThat(end.migration().carrier()).isEqualTo("libvirt-rpc");
        assertThat(end.migration().toolstack()).isEqualTo("libvirt");
    }

    @Test
    void theReceiverReportsAnError() throws UnknownHostException {
        play(
                sender(1000),
                Octets.join(
                        RpcMessage.reply(RpcMessage.PREPARE_TUNNEL3_PARAMS, 2, RpcMessage.OK),
                        RpcMessage.streamEnd(2, RpcMessage.ERROR)),
                Integer.MAX_VALUE);
        assertThat(outcomes()).containsExactly("failed: the receiver answers with an error to the stream");
        play(
                sender(1000),
                Octets.join(
                        RpcMessage.streamEnd(2, RpcMessage.OK),
                        RpcMessage.reply(RpcMessage.FINISH3_PARAMS, 3, RpcMessage.ERROR)),
                Integer.MAX_VALUE);
        assertThat(outcomes()).containsExactly("failed: the receiver answers an error to FINISH3_PARAMS");
    }

    @Test
    void twoTunnelsOnOneConnection() throws UnknownHostException {
        byte[] one = packets(2, STREAM, 1000);
        byte[] two = packets(9, Guests.libxl(), 1000);
        // Messages of the two alternate.
        byte[] mixed = RpcMessage.call(1, 1);
        int a = 0;
        int b = 0;
        while (a < one.length || b < two.length) {
            if (a < one.length) {
                int length = message(one, a);
                mixed = Octets.join(mixed, Arrays.copyOfRange(one, a, a + length));
                a += length;
            }
            if (b < two.length) {
                int length = message(two, b);
                mixed = Octets.join(mixed, Arrays.copyOfRange(two, b, b + length));
                b += length;
            }
        }
        mixed = Octets.join(mixed, RpcMessage.streamEnd(9, 0), RpcMessage.streamEnd(2, 0));
        play(mixed, Octets.join(RpcMessage.streamEnd(9, 0), RpcMessage.streamEnd(2, 0)), 100);
        assertThat(outcomes()).hasSize(2).allMatch(outcome -> outcome.startsWith("complete: "));
        assertThat(events.stream().map(event -> event.origin().migrationId()).distinct())
                .hasSize(2);
    }

    private static int message(byte[] octets, int at) {
        return (octets[at + 2] & 0xff) << 8 | octets[at + 3] & 0xff;
    }

    @Test
    void otherStreamsAndOtherConnectionsAreNone() throws UnknownHostException {
        play(
                Octets.join(RpcMessage.call(1, 1), packets(5, new byte[100_000], 65536)),
                RpcMessage.reply(1, 1, RpcMessage.OK),
                1000);
        assertThat(events).isEmpty();
        assertThat(others).containsExactly("libvirt RPC on port 16509 without a tunnelled migration");
    }

    @Test
    void packetsBehindTheEnd() throws UnknownHostException {
        play(
                Octets.join(sender(1000), RpcMessage.data(2, new byte[10])),
                RpcMessage.reply(1, 1, RpcMessage.OK),
                Integer.MAX_VALUE);
        assertThat(records(events.get(0).origin().migrationId())).contains("forward LV-RPC-GAP 4392 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {27, 33554437})
    void impossibleLength(int length) throws UnknownHostException {
        byte[] bad = RpcMessage.data(2, new byte[4]);
        bad[0] = (byte) (length >> 24);
        bad[1] = (byte) (length >> 16);
        bad[2] = (byte) (length >> 8);
        bad[3] = (byte) length;
        byte[] sent = Octets.join(RpcMessage.call(1, 1), RpcMessage.data(2, Octets.head(STREAM, 100)), bad);
        play(sent, RpcMessage.reply(1, 1, RpcMessage.OK), 1);
        assertThat(records(events.get(0).origin().migrationId())).contains("forward LV-RPC-LEN 100 0");
        assertThat(outcomes()).hasSize(1).allMatch(outcome -> outcome.startsWith("failed: "));
    }

    @Test
    void lossInsideAPacketAndInsideAHeader() throws UnknownHostException {
        byte[] sent = sender(1000);
        // Inside the page, then one that touches a header.
        for (int at : new int[] {1500, 1140}) {
            events.clear();
            ConnectionInput connection = connection();
            feed(connection.fromFirst(), Octets.head(sent, at), 100);
            connection.fromFirst().gap(10, GapCause.CAPTURE_LOSS, 0);
            feed(connection.fromFirst(), Octets.tail(sent, at + 10), 100);
            feed(connection.fromSecond(), receiver(), 100);
            connection.fromFirst().end(EndReason.FIN, 0);
            connection.fromSecond().end(EndReason.FIN, 0);
            assertThat(outcomes()).hasSize(1);
            assertThat(outcomes().get(0).startsWith("complete")).isEqualTo(at == 1500);
        }
    }

    /** Every beginning and every flipped bit of the head ends in events, never in a fault. */
    @Test
    void cutAndBentAnywhere() throws UnknownHostException {
        byte[] sent = sender(1000);
        for (int end = 0; end < 400; end++) {
            play(Octets.head(sent, end), receiver(), Integer.MAX_VALUE);
            assertThat(outcomes()).hasSizeLessThanOrEqualTo(1);
        }
        for (int at = 0; at < 200; at++) {
            for (int bit = 0; bit < 8; bit++) {
                play(Octets.patch(sent, at, sent[at] ^ 1 << bit), receiver(), Integer.MAX_VALUE);
                assertThat(outcomes()).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void oneDirectionFromAFile() {
        FileInput file = new Dissector(DissectOptions.DEFAULT, events::add).file(null, "f", null);
        byte[] sent = sender(1000);
        file.bytes(sent, 0, sent.length, 0);
        file.end(EndReason.FIN, 0);
        assertThat(outcomes()).containsExactly("complete: END reached");
        assertThat(file.isRefused()).isFalse();
    }
}
