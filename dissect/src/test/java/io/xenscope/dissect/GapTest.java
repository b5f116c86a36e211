package io.xenscope.dissect;

import static io.xenscope.dissect.test.Guests.CONTEXT;
import static io.xenscope.dissect.test.Guests.PAGES;
import static io.xenscope.dissect.test.Guests.TSC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing octets: absorbed where lengths tell the way on, the end of decoding where they do not (event contract, 3). */
class GapTest {

    private static final byte[] HVM = Guests.hvm();

    @Test
    void insidePageContents() {
        Decoded decoded = Decoded.fileWithHole(HVM, PAGES + 100, PAGES + 200);
        assertThat(decoded.gaps())
                .containsExactly("204 100 capture_loss missing=100 skipped=0 inside=PAGE_DATA payload 304");
        assertThat(decoded.record("PAGE_DATA").missedBytes()).isEqualTo(100);
        assertThat(decoded.batches().get(0).pages()).isEqualTo(1);
        assertThat(decoded.batches().get(0).zeroPages()).isZero();
        assertThat(decoded.sequence()).containsSubsequence("STATIC_DATA_END", "gap", "PAGE_DATA", "X86_TSC_INFO");
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(100);
        assertThat(decoded.end().totals().bytes()).isEqualTo(HVM.length - 100);
        assertThat(decoded.outcome()).startsWith("complete");
    }

    @Test
    void twiceInsidePageContents() {
        Decoded decoded = Conversation.captured()
                .sender(Octets.head(HVM, PAGES + 100))
                .senderLost(10)
                .sender(Octets.tail(Octets.head(HVM, PAGES + 120), PAGES + 110))
                .senderLost(20)
                .sender(Octets.tail(HVM, PAGES + 140))
                .receiverEnds(EndReason.CAPTURE_END)
                .decoded();
        assertThat(decoded.gaps())
                .containsExactly(
                        "204 10 capture_loss missing=10 skipped=0 inside=PAGE_DATA payload 214",
                        "224 20 capture_loss missing=20 skipped=0 inside=PAGE_DATA payload 244");
        assertThat(decoded.record("PAGE_DATA").missedBytes()).isEqualTo(30);
    }

    @Test
    void insideEntries() {
        Decoded decoded = Decoded.fileWithHole(HVM, PAGES + 18, PAGES + 20);
        assertThat(decoded.gaps())
                .containsExactly("122 2 capture_loss missing=2 skipped=0 inside=PAGE_DATA payload 124");
        var batch = decoded.batches().get(0);
        assertThat(batch.pfnCount()).isEqualTo(1);
        // Count and length leave room for one.
        assertThat(batch.pages()).isEqualTo(1);
        assertThat(batch.dataBytes()).isEqualTo(4096);
        assertThat(batch.types()).isNull();
        assertThat(batch.pfnFirst()).isNull();
        assertThat(batch.pfnRanges()).isNull();
        assertThat(decoded.rounds()).singleElement().asString().contains("inferred");
        assertThat(decoded.findings()).isEmpty();
    }

    @Test
    void behindSomeEntries() {
        byte[] stream = Guests.hvm2(w -> Guests.pages(w, 3, 4, 9, 10, 11));
        Decoded decoded = Decoded.fileWithHole(stream, 40 + 16 + 3 * 8, 40 + 16 + 4 * 8);
        var batch = decoded.batches().get(0);
        assertThat(batch.pfnCount()).isEqualTo(5);
        assertThat(batch.pages()).isEqualTo(5);
        assertThat(batch.pfnFirst()).isEqualTo(3);
        assertThat(batch.pfnLast()).isNull();
        assertThat(batch.pfnRanges())
                .extracting(BatchInfo.PfnRange::first, BatchInfo.PfnRange::last)
                .containsExactly(tuple(3L, 4L), tuple(9L, 9L));
        assertThat(batch.pfnRangesTotal()).isNull();
        assertThat(batch.types()).isNull();
        assertThat(batch.resentPages()).isNull();
        assertThat(decoded.end().totals().pages()).isEqualTo(6);
    }

    @Test
    void insideTheCount() {
        Decoded decoded = Decoded.fileWithHole(HVM, PAGES + 9, PAGES + 10);
        var batch = decoded.batches().get(0);
        assertThat(batch.pfnCount()).isNull();
        assertThat(batch.pages()).isNull();
        assertThat(decoded.records()).contains("libxc X86_TSC_INFO 4224 32");
        assertThat(decoded.findings()).isEmpty();
    }

    @Test
    void insideASmallBody() {
        Decoded decoded = Decoded.fileWithHole(HVM, TSC + 17, TSC + 19);
        assertThat(decoded.gaps())
                .containsExactly("4241 2 capture_loss missing=2 skipped=0 inside=X86_TSC_INFO payload 4243");
        assertThat(decoded.fields("X86_TSC_INFO")).isEqualTo("mode=0(DEFAULT) khz=2400000 incarnation=1 reserved=0");
        assertThat(decoded.record("X86_TSC_INFO").missedBytes()).isEqualTo(2);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.outcome()).startsWith("complete");
    }

    @Test
    void acrossTheEndOfARecord() {
        Decoded decoded = Decoded.fileWithHole(HVM, CONTEXT - 2, CONTEXT + 4);
        assertThat(decoded.gaps())
                .containsExactly(
                        "4254 2 capture_loss missing=2 skipped=0 inside=X86_TSC_INFO payload 4256",
                        "4256 72 capture_loss missing=4 skipped=68 inside=null none null");
        assertThat(decoded.records()).endsWith("libxc X86_TSC_INFO 4224 32");
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(6);
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }

    @Test
    void insideARecordHeader() {
        Decoded decoded = Decoded.fileWithHole(HVM, TSC + 2, TSC + 4);
        assertThat(decoded.gaps()).containsExactly("4224 32 capture_loss missing=2 skipped=30 inside=null search 4256");
        assertThat(decoded.records())
                .endsWith("libxc HVM_CONTEXT 4256 32", "libxc HVM_PARAMS 4288 32", "libxc END 4320 8")
                .doesNotContain("libxc X86_TSC_INFO 4224 32");
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(2);
        assertThat(decoded.end().outcome().text()).isEqualTo("complete");
    }

    @Test
    void insideTheBodyBeforeACut() {
        byte[] cut = Octets.head(HVM, PAGES + 1000);
        Decoded decoded = Decoded.fileWithHole(cut, PAGES + 100, PAGES + 200);
        assertThat(decoded.gaps())
                .containsExactly(
                        "204 100 capture_loss missing=100 skipped=0 inside=PAGE_DATA payload 304",
                        "104 1000 truncated missing=3120 skipped=900 inside=PAGE_DATA none null");
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(3220);
    }

    @Test
    void insideTheXlHeader() {
        Decoded decoded = Conversation.captured()
                .receiver(WorkedExamples.BANNER)
                .sender(Octets.head(Guests.xl("{}"), 20))
                .senderLost(10)
                .sender(Octets.tail(Guests.xl("{}"), 30))
                .receiverEnds(EndReason.CAPTURE_END)
                .decoded();
        assertThat(decoded.gaps()).containsExactly("0 55 capture_loss missing=10 skipped=45 inside=null search 55");
        assertThat(decoded.records()).startsWith("libxl LIBXL_HEADER 55 16").endsWith("libxl END 4439 8");
        assertThat(decoded.findings()).isEmpty();
    }

    /** What a hole hides is not held against the sender: nothing is reported as missing or misplaced. */
    @ParameterizedTest
    @ValueSource(
            ints = {Guests.PV_INFO, Guests.PV_P2M, Guests.PV_PAGES, Guests.PV_TSC, Guests.PV_SHARED, Guests.PV_BASIC})
    void lostBodyRaisesNothing(int record) {
        Decoded decoded = Decoded.fileWithHole(Guests.pv(), record + 8, record + 16);
        assertThat(decoded.records()).endsWith("libxc END 13584 8");
        assertThat(decoded.findings()).isEmpty();
    }

    @Test
    void lostBackChannelState() {
        byte[] states = Octets.join(
                WorkedExamples.BANNER,
                WorkedExamples.SVM_READY,
                WorkedExamples.SVM_RESUMED,
                WorkedExamples.SVM_SUSPENDED,
                WorkedExamples.LIST_4_7);
        Decoded decoded = Decoded.answersWithHole(states, 54 + 8, 54 + 10);
        assertThat(decoded.records(Direction.BACK)).endsWith("libxc CHECKPOINT_DIRTY_PFN_LIST 102 24");
        assertThat(decoded.findings()).isEmpty();
    }

    /** Wherever a hole lies, the tiles still cover the stream and every missing octet is counted once. */
    @RepeatedTest(60)
    void anywhere(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] stream = repetition.getCurrentRepetition() % 2 == 0 ? Guests.libxl() : Guests.pv();
        int from = 40 + random.nextInt(stream.length - 41);
        int to = from + 1 + random.nextInt(Math.min(300, stream.length - from));
        Decoded decoded = Decoded.fileWithHole(stream, from, to);
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(to - from);
        assertThat(decoded.gaps()).isNotEmpty();
        assertThat(decoded.findings()).isEmpty();
    }
}
