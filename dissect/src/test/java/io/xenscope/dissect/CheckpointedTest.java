package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.tail;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.DirtyListFraming;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remus and COLO (specification 1.7, 1.8, 6; examples 12.10 and 12.11). */
class CheckpointedTest {

    private static final byte[] REMUS = Guests.remus();
    private static final byte[] XL_HEADER = StreamWriter.octets(w -> w.xl().header("{}"));

    static Stream<Integer> cuts() {
        List<Integer> cuts =
                new ArrayList<>(List.of(24, 128, 4248, 4344, 4352, 4384, 4391, 4392, 4393, 8616, 8655, 8656));
        Random random = new Random(20);
        for (int i = 0; i < 40; i++) {
            cuts.add(24 + random.nextInt(REMUS.length - 24));
        }
        return cuts.stream();
    }

    /** Epochs are complete with CHECKPOINT_END, at 4392 and 8656; that the stream is Remus shows by CHECKPOINT, 4352. */
    @ParameterizedTest
    @MethodSource("cuts")
    void remusCutAnywhere(int cut) {
        Decoded decoded = Decoded.file(head(REMUS, cut));
        int epochs = cut < 4392 ? 0 : cut < 8656 ? 1 : 2;
        assertThat(decoded.checkpoints()).hasSize(epochs);
        assertThat(decoded.end().outcome().text()).isEqualTo(epochs == 0 ? "truncated" : "failover");
        assertThat(decoded.codes().contains("CKP-003")).isEqualTo(cut >= 4352 && cut < 4392);
        assertThat(decoded.codes().contains("CKP-004")).isEqualTo(cut >= 4392);
        assertThat(decoded.end().migration().mode().equals("remus")).isEqualTo(cut >= 4352);
    }

    @Test
    void remusEpochs() {
        Decoded decoded = Decoded.file(REMUS);
        assertThat(decoded.checkpoints())
                .containsExactly("1 pages=1 wire=4368 24 4368", "2 pages=1 wire=4264 4392 4264");
        assertThat(decoded.rounds())
                .containsExactly("0 final certain pages=1 128 4120", "1 checkpoint certain pages=1 4392 4120");
        assertThat(decoded.batches().get(1).resentPages()).isEqualTo(1);
        assertThat(decoded.end().totals().resentBytes()).isEqualTo(4096);
    }

    @Test
    void endBehindTheLastEpoch() {
        byte[] b3 = join(REMUS, StreamWriter.octets(w -> {
            w.libxc().end();
            Guests.emulator(w);
            w.libxl().end();
        }));
        Decoded decoded = Decoded.file(b3);
        assertThat(decoded.records())
                .endsWith(
                        "libxl CHECKPOINT_END 8648 8",
                        "libxc END 8656 8",
                        "libxl EMULATOR_CONTEXT 8664 32",
                        "libxl END 8696 8");
        assertThat(decoded.findings()).containsExactly(Finding.of(FindingCode.CKP_002, Severity.WARN, 8656));
        assertThat(decoded.gaps()).isEmpty();
    }

    @Test
    void epochsWithoutLibxlLayer() {
        byte[] bare = StreamWriter.octets(w -> {
            Guests.hvmStatics(w);
            Guests.pages(w, 0);
            Guests.hvmState(w);
            w.libxc().checkpoint();
            Guests.pages(w, 0);
            Guests.hvmState(w);
            w.libxc().checkpoint();
        });
        Decoded decoded = Decoded.file(bare);
        assertThat(decoded.records()).contains("libxc CHECKPOINT 4320 8", "libxc PAGE_DATA 4328 4120");
        assertThat(decoded.checkpoints())
                .containsExactly("1 pages=1 wire=4328 0 4328", "2 pages=1 wire=4224 4328 4224");
        assertThat(decoded.sequence()).containsSubsequence("CHECKPOINT", "checkpoint", "PAGE_DATA", "CHECKPOINT");
        assertThat(decoded.end().outcome().text()).isEqualTo("failover");
    }

    @Test
    void epochWithoutPages() {
        byte[] idle = join(head(REMUS, Guests.EPOCH_2), StreamWriter.octets(w -> {
            Guests.hvmState(w);
            w.libxc().checkpoint();
            Guests.emulator(w);
            w.libxl().checkpointEnd();
        }));
        Decoded decoded = Decoded.file(idle);
        assertThat(decoded.records()).contains("libxl CHECKPOINT_END 4384 8", "libxc X86_TSC_INFO 4392 32");
        assertThat(decoded.checkpoints()).hasSize(2).last().isEqualTo("2 pages=0 wire=144 4392 144");
        assertThat(decoded.rounds()).hasSize(1);
    }

    @Test
    void coloBothWays() {
        Decoded decoded = Conversation.captured()
                .receiver(WorkedExamples.BANNER)
                .sender(XL_HEADER)
                .sender(head(REMUS, Guests.EPOCH_2))
                .receiver(WorkedExamples.SVM_READY)
                .receiver(WorkedExamples.SVM_RESUMED)
                .sender(WorkedExamples.NEW)
                .receiver(WorkedExamples.SVM_SUSPENDED)
                .receiver(w -> w.libxc().checkpointDirtyPfnList(DirtyListFraming.PLAIN, 0))
                .sender(tail(REMUS, Guests.EPOCH_2))
                .receiver(WorkedExamples.SVM_READY)
                .decoded();
        assertThat(decoded.records(Direction.BACK))
                .containsExactly(
                        "xl BANNER 0 54",
                        "libxl CHECKPOINT_STATE 54 16",
                        "libxl CHECKPOINT_STATE 70 16",
                        "libxl CHECKPOINT_STATE 86 16",
                        "libxc CHECKPOINT_DIRTY_PFN_LIST 102 16",
                        "libxl CHECKPOINT_STATE 118 16");
        assertThat(decoded.records()).contains("libxl CHECKPOINT_STATE 4447 16", "libxc PAGE_DATA 4463 4120");
        assertThat(decoded.codes()).containsExactly("CKP-010", "GEN-002", "CKP-004");
        assertThat(decoded.checkpoints())
                .containsExactly("1 pages=1 wire=4368 79 4368", "2 pages=1 wire=4280 4447 4280");
        assertThat(decoded.sequence())
                .containsSubsequence("CHECKPOINT_END", "checkpoint", "CHECKPOINT_STATE", "CHECKPOINT_DIRTY_PFN_LIST");
        assertThat(decoded.end().migration().mode()).isEqualTo("colo");
        assertThat(decoded.end().outcome().text()).isEqualTo("failover");
    }

    @Test
    void dirtyPfnListOf47And418() {
        Decoded plain = list(WorkedExamples.LIST_4_7);
        assertThat(plain.records(Direction.BACK))
                .endsWith("libxc CHECKPOINT_DIRTY_PFN_LIST 102 24", "libxl CHECKPOINT_STATE 126 16");
        assertThat(plain.fields("CHECKPOINT_DIRTY_PFN_LIST")).isEqualTo("count=2 pfns=[4660, 4661]");
        assertThat(plain.codes()).doesNotContain("BC-006");
        Decoded surplus = list(WorkedExamples.LIST_4_18);
        assertThat(surplus.records(Direction.BACK))
                .endsWith("libxc CHECKPOINT_DIRTY_PFN_LIST 102 32", "libxl CHECKPOINT_STATE 134 16");
        assertThat(surplus.record("CHECKPOINT_DIRTY_PFN_LIST").bodyLength()).isEqualTo(16);
        assertThat(surplus.fields("CHECKPOINT_DIRTY_PFN_LIST")).isEqualTo("count=2 pfns=[4660, 4661]");
        assertThat(surplus.findings()).contains(Finding.back(FindingCode.BC_006, Severity.WARN, 110));
    }

    /** The highest PFN of a list with surplus octets looks like the header of an empty list (section 6, rule 2). */
    @Test
    void dirtyPfnListEndingWithPfn15() {
        Decoded decoded = list(
                StreamWriter.octets(w -> w.libxc().checkpointDirtyPfnList(DirtyListFraming.SURPLUS_8, 0x0e, 0x0f)));
        assertThat(decoded.fields("CHECKPOINT_DIRTY_PFN_LIST")).isEqualTo("count=2 pfns=[14, 15]");
        assertThat(decoded.codes()).contains("BC-006").doesNotContain("BC-004", "BC-005");
    }

    private static Decoded list(byte[] list) {
        return Conversation.captured()
                .receiver(WorkedExamples.BANNER)
                .sender(XL_HEADER)
                .sender(WorkedExamples.REMUS)
                .receiver(WorkedExamples.SVM_READY)
                .receiver(WorkedExamples.SVM_RESUMED)
                .receiver(WorkedExamples.SVM_SUSPENDED)
                .receiver(list)
                .receiver(WorkedExamples.SVM_READY)
                .decoded();
    }

    @Test
    void stateNames() {
        Decoded decoded = Decoded.answers(join(WorkedExamples.BANNER, WorkedExamples.SVM_READY));
        assertThat(decoded.fields("CHECKPOINT_STATE")).isEqualTo("id=2(CHECKPOINT_SVM_READY)");
        assertThat(decoded.record("CHECKPOINT_STATE").bodyLength()).isEqualTo(4);
        Decoded forward = Decoded.file(join(head(REMUS, Guests.EPOCH_2), WorkedExamples.NEW));
        assertThat(forward.fields("CHECKPOINT_STATE")).isEqualTo("id=0(CHECKPOINT_NEW)");
    }

    /** Without its beginning the back channel may begin with any state of the cycle. */
    @Test
    void backChannelCapturedLate() {
        Decoded decoded = Decoded.answers(join(WorkedExamples.SVM_SUSPENDED, WorkedExamples.LIST_4_7));
        assertThat(decoded.codes()).isEmpty();
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("libxl CHECKPOINT_STATE 0 16", "libxc CHECKPOINT_DIRTY_PFN_LIST 16 24");
    }
}
