package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.tail;
import static io.xenscope.dissect.test.Octets.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Wrapped;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.XlHeader;
import io.xenscope.samples.legacy.LegacySamples;
import org.junit.jupiter.api.Test;

/** Relocation between xend servers, and xl around legacy streams, in both directions (carriers specification 3, 4). */
class RelocationTest {

    private static final byte[] FILE = Wrapped.xend(LegacySamples.hvmLarge(8));
    private static final byte[] READY = text("(ready receive)\n");

    private static Conversation ready() {
        return Conversation.captured().sender(text("receive\n")).receiver(READY);
    }

    @Test
    void asRealOnesGo() {
        Decoded decoded = ready().sender(FILE).decoded();
        assertThat(decoded.sequence())
                .startsWith("migration.start", "COMMAND", "READY", "XEND_HEADER", "XEND_CONFIG", "P2M_SIZE");
        assertThat(decoded.records(Direction.BACK)).containsExactly("xend READY 0 16");
        assertThat(decoded.fields("READY")).isEqualTo("command=receive");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
        assertThat(decoded.end().migration().mode()).isEqualTo("live");
        assertThat(decoded.end().migration().carrier()).isEqualTo("xend");
    }

    @Test
    void theServerSaysOk() {
        Decoded decoded = ready().sender(FILE).receiver(w -> w.xend().ok()).decoded();
        assertThat(decoded.records(Direction.BACK)).containsExactly("xend READY 0 16", "xend OK 16 5");
        assertThat(decoded.codes()).isEmpty();
        assertThat(decoded.outcome()).isEqualTo("complete: END reached, the receiver says ok");
    }

    @Test
    void theServerSaysErr() {
        Decoded decoded = ready().sender(FILE)
                .receiver(w -> w.xend().err("xen.xend.XendError.XendError", "'Restore (failed'"))
                .decoded();
        assertThat(decoded.fields("ERR")).isEqualTo("type=xen.xend.XendError.XendError value=Restore (failed");
        assertThat(decoded.codes()).containsExactly("XEND-ERR");
        assertThat(decoded.outcome())
                .isEqualTo("failed: the receiver answers (err): xen.xend.XendError.XendError: Restore (failed");
    }

    @Test
    void insideTls() {
        Decoded decoded = Conversation.captured()
                .sender(text("sslreceive\n"))
                .receiver(w -> w.xend().ready("sslreceive"))
                .sender(FILE)
                .decoded();
        assertThat(decoded.records()).startsWith("xend COMMAND 0 11");
        assertThat(decoded.records(Direction.BACK)).containsExactly("xend READY 0 19");
        assertThat(decoded.end().outcome().text()).isEqualTo("complete");
    }

    @Test
    void portsOnlyAddToWhatTheOctetsTell() {
        assertThat(Conversation.captured()
                        .toPort(8002)
                        .sender(text("receive\n"))
                        .decoded()
                        .codes())
                .containsExactly("CAR-EOF-EARLY");
        assertThat(Conversation.captured()
                        .sender(text("receive\n"))
                        .sender(FILE)
                        .decoded()
                        .records())
                .startsWith("xend COMMAND 0 8", "xend XEND_HEADER 8 20");
    }

    @Test
    void remusEndsInFailover() {
        Decoded decoded = ready().sender(Wrapped.xend(LegacySamples.hvmRemus()))
                .senderEnds(EndReason.RESET)
                .decoded();
        assertThat(decoded.checkpoints()).hasSize(3);
        assertThat(decoded.end().outcome().text()).isEqualTo("failover");
        assertThat(decoded.codes()).doesNotContain("XEND-RST-END");
    }

    @Test
    void answersAlone() {
        assertThat(Decoded.answers(READY).outcome())
                .isEqualTo("truncated: only the back direction was seen; it ends without ok or err");
        byte[] ok = StreamWriter.octets(w -> {
            w.xend().ready("receive");
            w.xend().ok();
        });
        assertThat(Decoded.answers(ok).outcome()).isEqualTo("complete: only the back direction was seen; it says ok");
        byte[] err = StreamWriter.octets(w -> {
            w.xend().ready("receive");
            w.xend().err("T", "\"a \\\"b\\\"\"");
        });
        assertThat(Decoded.answers(err).fields("ERR")).isEqualTo("type=T value=a \"b\"");
        assertThat(Decoded.answers(err).outcome()).startsWith("failed: ");
        for (int end = 15; end < err.length; end++) {
            Decoded.answers(head(err, end));
            Decoded.answers(patch(err, end, err[end] ^ 0x55));
        }
        for (int at = 16; at < err.length - 2; at++) {
            Decoded.answersWithHole(err, at, at + 2);
        }
    }

    @Test
    void aCaptureThatBeginsLateStillShowsTheEnd() {
        Decoded decoded = Conversation.capturedLate()
                .sender(tail(FILE, FILE.length - 30))
                .receiver(w -> w.xend().err("T", "V"))
                .decoded();
        assertThat(decoded.codes()).containsExactly("XEND-ERR");
        assertThat(decoded.end().outcome().text()).isEqualTo("failed");
        Decoded fromHeader =
                Conversation.capturedLate().receiver(READY).sender(FILE).decoded();
        assertThat(fromHeader.records()).startsWith("xend XEND_HEADER 0 20");
    }

    private static byte[] xl(byte[] stream) {
        return join(StreamWriter.octets(w -> w.xl().header(XlHeader.json("{}").withMandatoryFlags(1))), stream);
    }

    @Test
    void xlMigrateOfALegacyStream() {
        byte[] stream = xl(LegacySamples.hvmLarge(8));
        Decoded decoded = Conversation.captured()
                .receiver(w -> w.handshake().banner())
                .sender(stream)
                .receiver(w -> w.handshake().ready())
                .sender(w -> w.handshake().go())
                .receiver(w -> {
                    w.handshake().report();
                    w.handshake().status(0);
                })
                .decoded();
        assertThat(decoded.codes()).containsExactly("XLH-005");
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("xl BANNER 0 54", "xl READY 54 34", "xl REPORT 88 39", "xl STATUS 127 1");
        assertThat(decoded.records()).endsWith("xl GO " + stream.length + " 44");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached, status 0");
    }

    @Test
    void xlRemusOfALegacyStream() {
        Decoded decoded = Conversation.captured()
                .receiver(w -> w.handshake().banner())
                .sender(xl(LegacySamples.hvmRemus()))
                .decoded();
        assertThat(decoded.codes()).containsExactly("XLH-005");
        assertThat(decoded.outcome())
                .isEqualTo("failover: ended after checkpoint 3, which the receiver starts"
                        + " (those of 4.4 destroy the domain instead)");
    }
}
