package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.samples.legacy.LegacyBuilder;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What legacy streams do to memory (legacy-stream specification 4.2, 5.1, 7). */
class LegacyMemoryTest {

    private static List<String> told(LegacyBuilder stream) {
        ToldMemory told = new ToldMemory();
        LegacyDecoded.of(stream.octets(), told);
        return told.all();
    }

    private static LegacyBuilder hvm() {
        return new LegacyBuilder(8).words(LegacyBuilder.P2M_SIZE);
    }

    @Test
    void pagesComeWithTheirPfns() {
        LegacyBuilder stream = hvm().batch(0, 0xf000_0000L, 0xe000_0004L, 2, 0xd000_0005L)
                .batch(0x8000_0003L)
                .vcpuInfo(0, 1)
                .lastEnd()
                .hvmTail("DeviceModelRecord0002");
        assertThat(told(stream))
                .containsExactly("page 0 0", "page 2 2", "broken 5", "batch", "page 3 3", "batch", "complete");
    }

    @Test
    void cutsChangeNothing() {
        ToldMemory whole = new ToldMemory();
        byte[] stream = LegacySamples.hvmCompressed(8);
        LegacyDecoded.of(stream, whole);
        ToldMemory octetByOctet = new ToldMemory();
        LegacyDecoded.octetByOctet(stream, octetByOctet);
        assertThat(octetByOctet.all()).isEqualTo(whole.all()).contains("page 2 2", "full 1 5c", "batch");
    }

    @Test
    void pvTailsTellWhichPfnsHaveNoPage() {
        ToldMemory told = new ToldMemory();
        LegacyDecoded.of(LegacySamples.pv(8, 8, 848), told);
        assertThat(told.all()).endsWith("unmapped f", "complete");
    }

    /** Receivers of all releases store nothing behind a bad entry of a batch; the page of a type that does not exist they do. */
    @Test
    void nothingBehindABadEntryIsStored() {
        LegacyBuilder beyond =
                hvm().batch(1, LegacyBuilder.P2M_SIZE, 2, 0xd000_0005L).batch(3);
        assertThat(told(beyond)).containsExactly("page 1 1", "batch", "page 3 3", "batch");
        LegacyBuilder bogus = hvm().batch(1, 0x5000_0002L, 3).vcpuInfo(0, 1);
        assertThat(told(bogus)).containsExactly("page 1 1", "page 2 2", "batch");
        LegacyBuilder list = LegacySamples.compressedBegin(8).list(1, LegacyBuilder.P2M_SIZE, 2);
        assertThat(told(list)).endsWith("entry 0 1", "entry 1 none", "entry 2 none", "batch");
    }

    @Test
    void aBatchCutShortIsNotComplete() {
        byte[] stream = hvm().batch(1, 2).octets();
        ToldMemory told = new ToldMemory();
        LegacyDecoded.of(Arrays.copyOf(stream, stream.length - 1), told);
        assertThat(told.all()).containsExactly("page 1 1");
    }

    @Test
    void pagesWithLostOctetsAreLeftOut() {
        byte[] stream = LegacySamples.hvmRemus();
        // The three pages of the first batch begin at 60, behind P2M_SIZE, TSC_INFO and the entries.
        ToldMemory told = new ToldMemory();
        LegacyDecoded.withHole(stream, 60 + 4096, 60 + 4097, told);
        assertThat(told.all().subList(0, 3)).containsExactly("page 0 0", "page 2 2", "batch");
    }

    @Test
    void recordsOfAListThatWasLostGoNowhere() {
        LegacyBuilder stream = LegacySamples.compressedBegin(8).list(0);
        int lost = stream.size() + 4;
        byte[] octets = stream.list(1)
                .list(2)
                .compressed(new byte[3])
                .vcpuInfo(0, 1)
                .end()
                .hvmTail("RemusDeviceModelState")
                .octets();
        ToldMemory told = new ToldMemory();
        LegacyDecoded decoded = LegacyDecoded.withHole(octets, lost, lost + 1, told);
        assertThat(told.lastRound()).containsExactly("entry 0 0", "batch", "batch", "batch", "complete 0", "complete");
        assertThat(decoded.bodies(ExpertInfo.class))
                .extracting(ExpertInfo::code)
                .doesNotContain("E38", "E39");
    }

    @Test
    void recordsWithoutCompressionGoNowhere() {
        LegacyBuilder stream = hvm().compressed(new byte[2]).batch(1);
        assertThat(told(stream)).containsExactly("page 1 1", "batch");
    }
}
