package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.replace;
import static io.xenscope.dissect.test.Octets.tail;
import static io.xenscope.dissect.test.Octets.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.StreamWriter;
import org.junit.jupiter.api.Test;

/** Connections captured late, and what follows the outermost END (specification 1.4, 1.9). */
class LateStartTest {

    private static byte[] fromImageOn(byte[] libxl) {
        return tail(libxl, Guests.IMAGE);
    }

    private static Decoded late(byte[] sender) {
        return Conversation.capturedLate()
                .sender(sender)
                .receiverEnds(EndReason.CAPTURE_END)
                .decoded();
    }

    @Test
    void libxlLayerShowsBehindEnd() {
        Decoded decoded = late(fromImageOn(Guests.libxl()));
        assertThat(decoded.records())
                .startsWith("libxc IMAGE_HEADER 0 24")
                .endsWith("libxc END 4320 8", "libxl EMULATOR_CONTEXT 4328 32", "libxl END 4360 8");
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.end().outcome().text()).isEqualTo("complete");
    }

    @Test
    void libxlEndBeforeGo() {
        byte[] pv = join(Guests.pv(), new byte[8], WorkedExamples.GO);
        Decoded decoded = late(pv);
        assertThat(decoded.records()).endsWith("libxc END 13584 8", "libxl END 13592 8", "xl GO 13600 44");
        assertThat(decoded.findings()).isEmpty();
    }

    @Test
    void noLibxlLayerBehindEnd() {
        Decoded decoded = late(Guests.hvm());
        assertThat(decoded.records()).endsWith("libxc HVM_PARAMS 4288 32", "libxc END 4320 8");
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.end().outcome().text()).isEqualTo("complete");
    }

    @Test
    void libxlLayerShowsBehindCheckpoint() {
        Decoded decoded = late(fromImageOn(Guests.remus()));
        assertThat(decoded.records())
                .contains("libxc CHECKPOINT 4320 8", "libxl EMULATOR_CONTEXT 4328 32", "libxl CHECKPOINT_END 4360 8")
                .contains("libxc PAGE_DATA 4368 4120")
                .endsWith("libxl CHECKPOINT_END 8624 8");
        assertThat(decoded.codes()).containsExactly("GEN-002", "CKP-004");
        assertThat(decoded.checkpoints()).hasSize(2);
    }

    @Test
    void noLibxlLayerBehindCheckpoint() {
        Decoded decoded = late(StreamWriter.octets(w -> {
            Guests.hvmStatics(w);
            Guests.pages(w, 0);
            Guests.hvmState(w);
            w.libxc().checkpoint();
            Guests.pages(w, 0);
            Guests.hvmState(w);
            w.libxc().checkpoint();
        }));
        assertThat(decoded.records()).contains("libxc CHECKPOINT 4320 8", "libxc PAGE_DATA 4328 4120");
        assertThat(decoded.checkpoints()).hasSize(2);
        assertThat(decoded.codes()).containsExactly("GEN-002", "CKP-004");
    }

    @Test
    void noLibxlLayerBeforeAnIdleEpoch() {
        Decoded decoded = late(StreamWriter.octets(w -> {
            Guests.hvmStatics(w);
            Guests.pages(w, 0);
            Guests.hvmState(w);
            w.libxc().checkpoint();
            Guests.hvmState(w);
            w.libxc().checkpoint();
        }));
        assertThat(decoded.records()).contains("libxc X86_TSC_INFO 4328 32").endsWith("libxc CHECKPOINT 4424 8");
    }

    @Test
    void backDirectionBeginsWithReady() {
        Decoded decoded = Conversation.capturedLate()
                .sender(fromImageOn(Guests.libxl()))
                .receiver(WorkedExamples.READY)
                .sender(WorkedExamples.GO)
                .receiver(WorkedExamples.REPORT)
                .receiver((byte) 0)
                .decoded();
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("xl READY 0 34", "xl REPORT 34 39", "xl STATUS 73 1");
        assertThat(decoded.end().outcome().text()).isEqualTo("complete");
    }

    @Test
    void readyIsTheFirstThatIsSeen() {
        Decoded decoded = Conversation.capturedLate()
                .receiver(WorkedExamples.READY)
                .sender(WorkedExamples.GO)
                .receiver(WorkedExamples.REPORT)
                .receiver((byte) 0)
                .decoded();
        assertThat(decoded.records(Direction.BACK))
                .containsExactly("xl READY 0 34", "xl REPORT 34 39", "xl STATUS 73 1");
    }

    @Test
    void libvirtSendsABareLibxlStream() {
        Decoded decoded = Conversation.captured().sender(Guests.libxl()).decoded();
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.end().migration().toolstack()).isEqualTo("libvirt");
        assertThat(decoded.end().migration().mode()).isEqualTo("live");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    @Test
    void deviceModelRecordBehindABareImage() {
        byte[] saveFile = {'Q', 'E', 'V', 'M', 0};
        byte[] image = join(Guests.hvm(), StreamWriter.octets(w -> w.libxc().deviceModelRecord0002(saveFile)));
        Decoded decoded = Decoded.file(image);
        assertThat(decoded.records()).endsWith("libxc END 4320 8", "qemu QEMU_RECORD 4328 30");
        assertThat(decoded.record("QEMU_RECORD").bodyLength()).isEqualTo(5);
        assertThat(decoded.codes()).containsExactly("GEN-004");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    @Test
    void trailingDataIsUndecodable() {
        Decoded decoded = Decoded.file(join(Guests.libxl(), text("something else")));
        assertThat(decoded.codes()).containsExactly("GEN-003");
        assertThat(decoded.gaps()).containsExactly("4392 14 undecodable missing=0 skipped=14 inside=null none null");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    @Test
    void deviceModelRecordCutShort() {
        byte[] whole = join(Guests.hvm(), StreamWriter.octets(w -> w.libxc().deviceModelRecord0002(new byte[100])));
        Decoded decoded = Decoded.file(replace(whole, 4400, whole.length, new byte[0]));
        assertThat(decoded.gaps())
                .containsExactly("4328 72 truncated missing=53 skipped=72 inside=QEMU_RECORD none null");
    }
}
