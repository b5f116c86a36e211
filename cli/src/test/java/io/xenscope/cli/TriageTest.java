package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.capture.Lz4Pages;
import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.analysis.Analysis;
import io.xenscope.dissect.analysis.Report;
import io.xenscope.dissect.analysis.Transport;
import io.xenscope.dissect.analysis.Triage;
import io.xenscope.dissect.analysis.Way;
import io.xenscope.dissect.input.Dissector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of the failures of xl migrate (modern-stream specification 1.6), with a stream a real sender wrote. */
class TriageTest {

    private static final String BANNER = "xl migration receiver ready, send binary domain data.\n";
    private static final String READY = "domain received, ready to unpause\0";
    private static final String REPORT = "my copy unpause results are as follows\0";
    private static final String GO = "domain is yours, you are cleared to unpause\0";
    private static final long SECOND = 1_000_000_000L;

    private final List<Report> reports = new ArrayList<>();
    private final Endpoint sender = endpoint(2, 40000);
    private final Endpoint receiver = endpoint(1, 5555);
    private Way.Closing closing;
    private ConnectionInput connection;
    private byte[] stream;
    private int streamEnd;
    private long time = SECOND;

    private static Endpoint endpoint(int host, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), port);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void open() throws IOException {
        Way way = new Way() {
            @Override
            public Transport from(Endpoint from) {
                return Transport.NONE;
            }

            @Override
            public Closing closing() {
                return closing;
            }
        };
        Analysis analysis = new Analysis(new Lz4Pages(), way, reports::add);
        DissectOptions options = new DissectOptions(true, false, Limits.DEFAULT, analysis.pages());
        connection = new Dissector(options, analysis).connection(null, sender, receiver, time, true, null);
        try (OctetInput input = OctetInput.open(Samples.path("images/xen417-pv-tiny-save.xl.img.xz"))) {
            byte[] octets = new byte[1 << 25];
            int length = 0;
            for (int count = input.read(octets, 0, octets.length);
                    count >= 0;
                    count = input.read(octets, length, octets.length - length)) {
                length += count;
            }
            stream = octets;
            streamEnd = length;
        }
        back(BANNER);
    }

    private void back(String text) {
        feed(connection.fromSecond(), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void go() {
        feed(connection.fromFirst(), GO.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void feed(StreamInput to, byte[] octets) {
        time += SECOND / 10;
        to.bytes(octets, 0, octets.length, time);
    }

    private void send(int octets) {
        feed(connection.fromFirst(), Arrays.copyOf(stream, octets));
    }

    private Triage close(Endpoint by, boolean reset, long later) {
        time += later;
        closing = new Way.Closing(by, reset, time);
        EndReason reason = reset ? EndReason.RESET : EndReason.FIN;
        connection.fromFirst().end(reason, time);
        connection.fromSecond().end(reason, time);
        assertThat(reports).hasSize(1);
        return reports.get(0).triage();
    }

    private static String likeliest(Triage triage) {
        return triage.causes().get(0).text();
    }

    @Test
    void aReceiverThatRefusesAtItsStart() {
        send(2000);
        Triage triage = close(receiver, false, 0);
        assertThat(triage.closing()).startsWith("the receiver closed the connection first");
        assertThat(triage.otherSide()).isEqualTo("BANNER (54 octets)");
        assertThat(likeliest(triage)).startsWith("the receiving side went away");
        assertThat(triage.causes().get(0).offset()).isEqualTo(2000);
    }

    @Test
    void aReceiverThatCannotRebuildTheDomain() {
        send(streamEnd);
        Triage triage = close(receiver, false, SECOND);
        assertThat(likeliest(triage)).startsWith("the receiver got the whole stream and did not become ready");
        assertThat(triage.end()).startsWith("the sender's stream ends behind END");
    }

    @Test
    void aSenderThatKeepsItsDomain() {
        send(streamEnd);
        back(READY);
        Triage triage = close(sender, false, SECOND);
        assertThat(likeliest(triage)).startsWith("the receiver was ready and the sender did not give the domain away");
        assertThat(triage.causes().get(0).offset()).isEqualTo(BANNER.length());
    }

    @Test
    void aReceiverThatCannotStartTheDomain() {
        send(streamEnd);
        back(READY);
        go();
        back(REPORT + "\u0005" + GO);
        Triage triage = close(sender, false, SECOND);
        assertThat(likeliest(triage)).contains("libxl error 5 (NOMEM)");
        assertThat(triage.causes().get(0).offset()).isEqualTo(BANNER.length() + READY.length() + REPORT.length());
    }

    @Test
    void nobodyKnowsWhereTheDomainIs() {
        send(streamEnd);
        back(READY);
        go();
        Triage triage = close(receiver, true, SECOND);
        assertThat(likeliest(triage)).startsWith("go was sent and the receiver's report did not come");
    }

    @Test
    void aSenderThatIsKilled() {
        send(200_000);
        Triage triage = close(sender, false, 0);
        assertThat(likeliest(triage)).startsWith("the sending side stopped in the middle of PAGE_DATA");
    }

    /** The sender's domain is not over; nothing is guessed about it. */
    @Test
    void aCaptureThatStops() {
        send(200_000);
        connection.fromFirst().end(EndReason.CAPTURE_END, time);
        connection.fromSecond().end(EndReason.CAPTURE_END, time);
        Triage triage = reports.get(0).triage();
        assertThat(triage.closing()).isNull();
        assertThat(triage.causes()).hasSize(1);
        assertThat(likeliest(triage)).startsWith("no close was captured");
    }

    @Test
    void aGoodMigrationNeedsNone() {
        send(streamEnd);
        back(READY);
        go();
        back(REPORT + "\0");
        assertThat(close(receiver, false, 0)).isNull();
        assertThat(reports.get(0).standstill().reportNs()).isEqualTo(SECOND / 10);
    }
}
