package io.xenscope.dissect;

import static io.xenscope.dissect.event.Severity.ERROR;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.tail;
import static io.xenscope.dissect.test.Octets.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import org.junit.jupiter.api.Test;

/** The conversation of xl migrate and its failures (specification 1.6, F1 to F9; 12.12). */
class HandshakeTest {

    private static final byte[] BANNER = WorkedExamples.BANNER;
    private static final byte[] READY = WorkedExamples.READY;
    private static final byte[] GO = WorkedExamples.GO;
    private static final byte[] REPORT = WorkedExamples.REPORT;
    private static final byte[] STREAM = Guests.xl("{}");
    private static final int LENGTH = 4447;
    private static final Finding STATUS_FF = Finding.back(FindingCode.HSK_007, ERROR, 127);

    private static Conversation untilReady() {
        return Conversation.captured().receiver(BANNER).sender(STREAM).receiver(READY);
    }

    private static byte[] report(int status) {
        return join(REPORT, new byte[] {(byte) status});
    }

    private static Finding forward(FindingCode code, long offset) {
        return Finding.of(code, ERROR, offset);
    }

    @Test
    void success() {
        assertThat(STREAM).hasSize(LENGTH);
        Decoded decoded = untilReady().sender(GO).receiver(report(0)).decoded();
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("xl BANNER 0 54", "xl READY 54 34", "xl REPORT 88 39", "xl STATUS 127 1");
        assertThat(decoded.records()).endsWith("libxl END 4439 8", "xl GO 4447 44");
        assertThat(decoded.sequence())
                .containsSubsequence(
                        "migration.start", "BANNER", "XL_HEADER", "END", "READY", "GO", "REPORT", "STATUS");
        assertThat(decoded.fields("STATUS")).isEqualTo("status=0(success)");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached, status 0");
        assertThat(decoded.end().migration().mode()).isEqualTo("live");
        assertThat(decoded.end().migration().toolstack()).isEqualTo("xl");
        assertThat(decoded.end().totals().bytes()).isEqualTo(LENGTH + 44 + 128);
        assertThat(decoded.end().totals().missedBytes()).isZero();
    }

    /** Pieces come one second apart: banner 1, stream 2, ready 3, go 4, report 5. */
    @Test
    void downtimeReachesFromTheFinalPassToGo() {
        Decoded decoded = Conversation.captured()
                .receiver(BANNER)
                .sender(head(STREAM, 55 + 24 + Guests.PAGES))
                .sender(tail(STREAM, 55 + 24 + Guests.PAGES))
                .receiver(READY)
                .sender(GO)
                .receiver(report(0))
                .decoded();
        assertThat(decoded.end().totals().downtime().min()).isEqualTo(2_000_000_000L);
        assertThat(decoded.end().totals().downtime().max()).isNull();
        assertThat(decoded.end().totals().durationNs()).isEqualTo(5_000_000_000L);
    }

    @Test
    void endpointsNameTheSenderAsSource() {
        Decoded decoded = untilReady().decoded();
        assertThat(decoded.events().get(0).origin().source().port()).isEqualTo(40000);
        assertThat(decoded.events().get(0).origin().destination().port()).isEqualTo(22);
    }

    @Test
    void f1BannerIncomplete() {
        Decoded decoded = Conversation.captured().receiver(head(BANNER, 30)).decoded();
        assertThat(decoded.findings()).containsExactly(Finding.back(FindingCode.GEN_001, ERROR, 30));
        assertThat(decoded.gaps()).containsExactly("0 30 truncated missing=24 skipped=30 inside=null none null");
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }

    @Test
    void f1BannerDiffers() {
        Decoded decoded = Conversation.captured()
                .receiver(patch(BANNER, 53, '\r'))
                .receiver(text("more"))
                .decoded();
        assertThat(decoded.findings()).containsExactly(Finding.back(FindingCode.HSK_001, ERROR, 0));
        assertThat(decoded.gaps()).containsExactly("0 58 undecodable missing=0 skipped=58 inside=null none null");
        assertThat(decoded.outcome()).isEqualTo("failed: a real receiver stops at HSK-001");
    }

    /** A shell that greets makes xl give up; whoever goes on is followed. */
    @Test
    void f1BannerBehindShellOutput() {
        byte[] motd = text("Welcome to host r, an \u001b[1mxl migration\u001b[0m xl target\r\nLast login: today\n");
        Finding differs = Finding.back(FindingCode.HSK_001, ERROR, 0);
        Decoded given = Conversation.captured().receiver(join(motd, BANNER)).decoded();
        assertThat(given.records(Direction.BACK)).containsExactly("xl BANNER " + motd.length + " 54");
        assertThat(given.findings()).containsExactly(differs);
        assertThat(given.gaps())
                .containsExactly("0 " + motd.length + " undecodable missing=0 skipped=" + motd.length
                        + " inside=null search " + motd.length);
        assertThat(given.outcome()).isEqualTo("failed: a real receiver stops at HSK-001");
        Decoded gone = Conversation.captured()
                .receiver(motd)
                .receiver(BANNER)
                .sender(STREAM)
                .receiver(READY)
                .sender(GO)
                .receiver(report(0))
                .decoded();
        assertThat(gone.records(Direction.BACK)).hasSize(4).last().isEqualTo("xl STATUS " + (motd.length + 127) + " 1");
        assertThat(gone.findings()).containsExactly(differs);
        assertThat(gone.gaps()).isEqualTo(given.gaps());
    }

    @Test
    void f1ShellOutputOnly() {
        byte[] much = text("Welcome\n".repeat(2000));
        Decoded decoded = Conversation.captured()
                .sender(STREAM)
                .receiver(join(much, BANNER))
                .decoded();
        assertThat(decoded.records(Direction.BACK)).isEmpty();
        assertThat(decoded.gaps()).containsExactly("0 16054 undecodable missing=0 skipped=16054 inside=null none null");
    }

    @Test
    void f2ReceiverRejectsACompleteStream() {
        Decoded decoded =
                Conversation.captured().receiver(BANNER).sender(STREAM).decoded();
        assertThat(decoded.findings()).containsExactly(Finding.back(FindingCode.HSK_003, ERROR, 54));
        assertThat(decoded.outcome()).isEqualTo("failed: the receiver never became ready");
    }

    @Test
    void f2ReceiverRejectsTheHeader() {
        Decoded decoded = Conversation.captured()
                .receiver(BANNER)
                .sender(head(STREAM, 100))
                .receiverEnds(EndReason.FIN)
                .senderEnds(EndReason.RESET)
                .decoded();
        assertThat(decoded.findings())
                .containsExactly(forward(FindingCode.GEN_001, 100), Finding.back(FindingCode.HSK_003, ERROR, 54));
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }

    @Test
    void f3GuestDoesNotSuspend() {
        int cut = 55 + 24 + Guests.TSC;
        Decoded decoded = Conversation.captured()
                .receiver(BANNER)
                .sender(head(STREAM, cut))
                .decoded();
        assertThat(decoded.findings())
                .containsExactly(forward(FindingCode.GEN_002, cut), Finding.back(FindingCode.HSK_003, ERROR, 54));
        assertThat(decoded.rounds()).containsExactly("0 live inferred pages=1 183 4120");
        assertThat(decoded.outcome()).isEqualTo("truncated: ends at offset 4303 before END; closed in order");
    }

    @Test
    void f4SaveFailsInsidePageData() {
        int cut = 55 + 24 + Guests.PAGES + 2000;
        Decoded decoded = Conversation.captured()
                .receiver(BANNER)
                .sender(head(STREAM, cut))
                .decoded();
        assertThat(decoded.findings())
                .containsExactly(forward(FindingCode.GEN_001, cut), Finding.back(FindingCode.HSK_003, ERROR, 54));
        assertThat(decoded.gaps())
                .containsExactly("183 2000 truncated missing=2120 skipped=2000 inside=PAGE_DATA none null");
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }

    @Test
    void f5SenderCannotRenameItsDomain() {
        Decoded decoded = untilReady()
                .senderEnds(EndReason.FIN)
                .receiver(report(0xff))
                .receiver(GO)
                .decoded();
        assertThat(decoded.findings()).containsExactlyInAnyOrder(forward(FindingCode.HSK_010, LENGTH), STATUS_FF);
        assertThat(decoded.fields("STATUS")).isEqualTo("status=255(go message not received correctly)");
        assertThat(decoded.outcome()).isEqualTo("failed: the receiver reports status 255");
    }

    @Test
    void f6GoDamaged() {
        Decoded decoded = untilReady()
                .sender(patch(GO, 43, 'x'))
                .receiver(report(0xff))
                .receiver(GO)
                .decoded();
        assertThat(decoded.findings()).startsWith(forward(FindingCode.HSK_005, LENGTH), STATUS_FF);
        assertThat(decoded.gaps()).containsExactly("4447 44 undecodable missing=0 skipped=44 inside=null none null");
        assertThat(decoded.outcome()).isEqualTo("failed: the receiver reports status 255");
    }

    @Test
    void f7UnpauseFails() {
        Decoded decoded =
                untilReady().sender(GO).receiver(report(3)).receiver(GO).decoded();
        assertThat(decoded.findings()).containsExactly(STATUS_FF);
        assertThat(decoded.records(Direction.BACK)).endsWith("xl STATUS 127 1", "xl GO 128 44");
        assertThat(decoded.fields("STATUS")).isEqualTo("status=3(FAIL)");
        assertThat(decoded.outcome()).isEqualTo("failed: the receiver reports status 3");
    }

    @Test
    void f8CopyNotDestroyed() {
        Decoded decoded = untilReady().sender(GO).receiver(report(3)).decoded();
        assertThat(decoded.findings()).containsExactly(STATUS_FF, Finding.back(FindingCode.HSK_008, ERROR, 128));
        assertThat(decoded.outcome()).isEqualTo("failed: the receiver reports status 3");
    }

    @Test
    void f9NothingAfterGo() {
        Decoded decoded = untilReady().sender(GO).decoded();
        assertThat(decoded.findings()).containsExactly(Finding.back(FindingCode.HSK_006, ERROR, 88));
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }

    @Test
    void f9ReportCutShort() {
        Decoded decoded = untilReady().sender(GO).receiver(head(REPORT, 20)).decoded();
        assertThat(decoded.findings())
                .containsExactly(
                        Finding.back(FindingCode.GEN_001, ERROR, 108), Finding.back(FindingCode.HSK_006, ERROR, 108));
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
        assertThat(decoded.gaps()).containsExactly("88 20 truncated missing=19 skipped=20 inside=null none null");
    }

    @Test
    void f9ReportMalformed() {
        Decoded decoded =
                untilReady().sender(GO).receiver(patch(REPORT, 38, 'x')).decoded();
        assertThat(decoded.findings()).containsExactly(Finding.back(FindingCode.HSK_006, ERROR, 88));
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }

    @Test
    void endLostByTheCaptureIsNotHeldAgainstTheReceiver() {
        Decoded decoded = Conversation.captured()
                .receiver(BANNER)
                .sender(head(STREAM, 100))
                .senderLost(10)
                .sender(tail(STREAM, 110))
                .receiver(READY)
                .sender(GO)
                .receiver(report(0))
                .decoded();
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.gaps()).hasSize(1);
    }

    @Test
    void f1ErrorMessageInsteadOfTheBannerComesFirst() {
        Decoded decoded = Conversation.captured()
                .receiver(text("bash: xl: command not found\n"))
                .sender(STREAM)
                .decoded();
        assertThat(decoded.findings()).startsWith(Finding.back(FindingCode.HSK_001, ERROR, 0));
        assertThat(decoded.end().outcome().text()).isEqualTo("failed");
    }

    @Test
    void answersAlone() {
        Decoded decoded = Decoded.answers(join(BANNER, READY, report(0)));
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("xl BANNER 0 54", "xl READY 54 34", "xl REPORT 88 39", "xl STATUS 127 1");
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.outcome()).startsWith("complete: ").contains("only the back direction was seen");
    }

    @Test
    void answersFromReadyOn() {
        Decoded decoded = Decoded.answers(join(READY, report(0)));
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("xl READY 0 34", "xl REPORT 34 39", "xl STATUS 73 1");
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.end().outcome().text()).isEqualTo("complete");
    }
}
