package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.samples.carrier.OtherSamples;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recognised but cannot be looked into, or is nothing of Xen's (carriers specification 6.2 D10, D17, D20 to D25). */
class OtherProtocolsTest {

    private final List<Event> events = new ArrayList<>();
    private final List<OtherProtocol.Seen> seen = new ArrayList<>();
    private final Dissector dissector = new Dissector(DissectOptions.DEFAULT, events::add, seen::add);

    private ConnectionInput connection(int port) throws UnknownHostException {
        Endpoint client = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 40000);
        Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), port);
        return dissector.connection(null, client, server, 0, true, null);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String told(int port, byte[] client) throws UnknownHostException {
        events.clear();
        seen.clear();
        ConnectionInput connection = connection(port);
        for (int at = 0; at < client.length; at++) {
            connection.fromFirst().bytes(client, at, 1, at);
        }
        connection.fromFirst().end(EndReason.FIN, 9);
        connection.fromSecond().end(EndReason.FIN, 9);
        assertThat(seen).hasSizeLessThanOrEqualTo(1);
        return seen.isEmpty()
                ? "nothing"
                : seen.get(0).protocol().label() + ": " + seen.get(0).what();
    }

    @Test
    void tlsOfXapi() throws UnknownHostException {
        byte[] hello = OtherSamples.clientHello("pool", "http/1.1");
        assertThat(told(443, hello)).isEqualTo("tls: TLS on port 443, TLS 1.2, server name pool, ALPN http/1.1");
        assertThat(events.get(0).message())
                .startsWith("CAR-TLS TLS, cannot be looked into: TLS on port 443")
                .contains("loopback of the receiving host");
        assertThat(events).hasSize(2);
        assertThat(((GapSeen) events.get(1).body()).skipped()).isEqualTo(hello.length);
    }

    @ParameterizedTest
    @CsvSource({
        "443, loopback",
        "16514, without --tunnelled",
        "8003, without --ssl",
        "9999, where TLS has ended",
        "443, proxy --tls-in --tls-out"
    })
    void adviceByPort(int port, String advice) throws UnknownHostException {
        told(port, OtherSamples.clientHello("example.org"));
        assertThat(seen.get(0).advice()).contains(advice);
    }

    /** Cut anywhere or damaged anywhere it is still TLS, or nothing: never a fault. */
    @Test
    void helloOfAnyShape() throws UnknownHostException {
        byte[] hello = OtherSamples.clientHello("pool", "h2");
        for (int end = 0; end <= hello.length; end++) {
            assertThat(told(443, Arrays.copyOf(hello, end))).startsWith(end < 6 ? "nothing" : "tls: ");
        }
        for (int at = 0; at < hello.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bent = hello.clone();
                bent[at] ^= (byte) (1 << bit);
                told(443, bent);
                assertThat(events).allSatisfy(event -> assertThat(event.place()).isNotNull());
            }
        }
    }

    @Test
    void serverHelloAlone() throws UnknownHostException {
        assertThat(told(443, OtherSamples.serverHello())).isEqualTo("tls: TLS on port 443, TLS 1.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.2p1 Debian-2;| ssh: ssh on port 22, SSH-2.0-OpenSSH_9.2p1 Debian-2",
                "SSH-1.99-x;| ssh: ssh on port 22, SSH-1.99-x",
                "QEVM| qemu: migration or save file of QEMU on port 22, as KVM hosts write it",
                "LibvirtQemudSave| qemu: migration or save file of QEMU on port 22, as KVM hosts write it",
                "NBDMAGIC| nbd: NBD on port 22",
                "GET /a?session_id=x HTTP/1.1;| http: HTTP on port 22, GET /a",
                "HTTP/1.1 404 Not Found;| http: HTTP on port 22, HTTP/1.1 404 Not Found",
                "PUT /services/SM/nbd/a/b?session_id=x HTTP/1.0;| http: storage migration of xapi over HTTP on port 22, PUT /services/SM/nbd/a/b",
                "POST /services/xenops?session_id=x HTTP/1.1;| http: description of a VM for a migration of xapi over HTTP on port 22, POST /services/xenops",
                "PUT /rrd HTTP/1.0;| http: HTTP on port 22, PUT /rrd",
                "GET to know you;| nothing",
                "HEADLESS;| nothing",
            })
    void others(String line, String told) throws UnknownHostException {
        assertThat(told(22, ascii(line.replace(";", "\r\n")))).isEqualTo(told.strip());
    }

    @Test
    void gigaoctetsOfOpaqueTrafficCostNothing() throws UnknownHostException {
        ConnectionInput connection = connection(443);
        byte[] hello = OtherSamples.clientHello("pool");
        connection.fromFirst().bytes(hello, 0, hello.length, 0);
        byte[] piece = new byte[1 << 20];
        for (int i = 0; i < 3000; i++) {
            connection.fromFirst().bytes(piece, 0, piece.length, 0);
        }
        connection.fromFirst().gap(7, GapCause.CAPTURE_LOSS, 0);
        connection.fromSecond().bytes(piece, 0, 5, 0);
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
        assertThat(events.stream()
                        .skip(1)
                        .map(event -> event.place().direction().text() + " "
                                + event.place().length() + " "
                                + ((GapSeen) event.body()).missing()))
                .containsExactly("forward " + (3000L * piece.length + hello.length + 7) + " 7", "back 5 0");
    }

    @Test
    void files() {
        FileInput file = dissector.file(null, "f", null);
        byte[] octets = ascii("LibvirtQemudSave and more");
        file.bytes(octets, 0, octets.length, 0);
        assertThat(file.isRefused()).isTrue();
        assertThat(seen.get(0).what()).isEqualTo("migration or save file of QEMU, as KVM hosts write it");
        assertThat(events).hasSize(1);
    }
}
