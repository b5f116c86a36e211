package io.xenscope.dissect.finding;

import static io.xenscope.dissect.event.Severity.ERROR;
import static io.xenscope.dissect.event.Severity.WARN;
import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.talk;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.tail;
import static io.xenscope.dissect.test.Octets.text;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** The handshake of xl migrate (specification 8.1, HSK): the banner has 54 octets, ready 34, report 39, the stream 4447. */
class HandshakeFindingsTest extends FindingTable {

    private static final byte[] STREAM = Guests.xl("{}");
    private static final byte[] XL_HEADER = head(STREAM, 55);

    private static Conversation banner() {
        return Conversation.captured().receiver(w -> w.handshake().banner());
    }

    private static Conversation ready() {
        return banner().sender(STREAM).receiver(w -> w.handshake().ready());
    }

    private static Conversation reported(int status) {
        return ready().sender(w -> w.handshake().go()).receiver(w -> {
            w.handshake().report();
            w.handshake().status(status);
        });
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                talk("success", reported(0)),
                talk(
                        "another program answers",
                        Conversation.captured()
                                .sender(STREAM)
                                .receiver(text("bash: line 1: xl: command not found\n"))
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_001, ERROR, 0)),
                talk(
                        "banner of another version",
                        Conversation.captured()
                                .receiver(text("xl migration receiver ready, send binary domain DATA.\n"))
                                .sender(STREAM)
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_001, ERROR, 0)),
                talk(
                        "sender does not wait for the banner",
                        Conversation.captured()
                                .sender(XL_HEADER)
                                .receiver(w -> w.handshake().banner())
                                .sender(tail(STREAM, 55))
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_002, WARN, 0)),
                talk("never ready", banner().sender(STREAM), Finding.back(FindingCode.HSK_003, ERROR, 54)),
                talk(
                        "never ready, but the capture ended first",
                        banner().sender(STREAM).receiverEnds(EndReason.CAPTURE_END)),
                talk(
                        "ready malformed",
                        banner().sender(STREAM)
                                .receiver(text("domain received, ready to UNPAUSE\0"))
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_004, ERROR, 54)),
                talk(
                        "go malformed",
                        ready().sender(text("domain is mine, hands off\0")).receiverEnds(EndReason.CAPTURE_END),
                        error(FindingCode.HSK_005, STREAM.length)),
                talk(
                        "report malformed",
                        ready().sender(w -> w.handshake().go())
                                .receiver(text("my copy unpause results are as FOLLOWS\0"))
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_006, ERROR, 88)),
                talk(
                        "report missing",
                        ready().sender(w -> w.handshake().go()),
                        Finding.back(FindingCode.HSK_006, ERROR, 88)),
                talk(
                        "status 3, domain given back",
                        reported(3).receiver(w -> w.handshake().go()),
                        Finding.back(FindingCode.HSK_007, ERROR, 127)),
                talk(
                        "status 3, domain kept",
                        reported(3),
                        Finding.back(FindingCode.HSK_008, ERROR, 128),
                        Finding.back(FindingCode.HSK_007, ERROR, 127)),
                talk(
                        "ready although END never came",
                        banner().sender(head(STREAM, STREAM.length - 8))
                                .receiver(w -> w.handshake().ready())
                                .senderEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_009, ERROR, 88),
                        error(FindingCode.GEN_002, STREAM.length - 8)),
                talk("closed without go", ready(), error(FindingCode.HSK_010, STREAM.length)),
                talk(
                        "ready on a Remus connection",
                        banner().sender(StreamWriter.octets(w -> w.xl().header("{}")))
                                .sender(Guests.remus())
                                .receiver(w -> w.handshake().ready())
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.HSK_011, WARN, 54),
                        note(FindingCode.GEN_002, 55 + Guests.REMUS_LENGTH),
                        note(FindingCode.CKP_004, 55 + Guests.REMUS_LENGTH)));
    }
}
