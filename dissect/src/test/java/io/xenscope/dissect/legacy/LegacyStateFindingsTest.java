package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.samples.legacy.LegacyBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found in the state of HVM guests by what came before it (payload specification F: PAR-007, VIR-002). */
class LegacyStateFindingsTest {

    private static final int VIRIDIAN = -11;
    private static final int CONSOLE = -8;

    private static LegacyBuilder pages() {
        return new LegacyBuilder(8)
                .words(LegacyBuilder.P2M_SIZE)
                .tscInfo()
                .batch(0, 15)
                .vcpuInfo(0, 1);
    }

    /** A guest with these magic PFNs whose context has an enlightenment of a vCPU. */
    private static byte[] enlightened(LegacyBuilder body, long... magicPfns) {
        return body.lastEnd()
                .u64(magicPfns)
                .u32(8 + 24 + 8 + 8 + 8)
                .u32(1, 24)
                .u32(0x5438_1286L)
                .fill(0, 20)
                .u32(17, 8)
                .u64(0)
                .u64(0)
                .text("DeviceModelRecord0002")
                .u32(8)
                .text("QEVM\0\0\0\3")
                .octets();
    }

    private static List<String> found(String code, byte[] stream) {
        return LegacyDecoded.looked(stream, DissectOptions.DEFAULT.judging(DissectOptions.Depth.VALUES))
                .findings()
                .stream()
                .filter(text -> text.startsWith(code))
                .toList();
    }

    @Test
    void enlightenmentsNotSwitchedOn() {
        byte[] without = enlightened(pages(), 15, 14, 13);
        long context = pages().lastEnd().size() + 24;
        assertThat(found("VIR", without)).containsExactly("VIR-002 warn " + context);
        byte[] off = enlightened(pages().parameter(VIRIDIAN, 0), 15, 14, 13);
        assertThat(found("VIR", off)).containsExactly("VIR-002 warn " + (context + 16));
        assertThat(found("VIR", enlightened(pages().parameter(VIRIDIAN, 1), 15, 14, 13)))
                .isEmpty();
    }

    @Test
    void pagesBeyondAllSeen() {
        long at = pages().size();
        byte[] console = enlightened(pages().parameter(CONSOLE, 16), 15, 14, 13);
        assertThat(found("PAR", console)).containsExactly("PAR-007 warn " + (at + 8));
        byte[] store = enlightened(pages().parameter(CONSOLE, 15), 15, 14, 16);
        assertThat(found("PAR", store)).containsExactly("PAR-007 warn " + (at + 16 + 4 + 4 + 16));
    }

    @Test
    void nothingIsFoundWhereStateIsNotJudged() {
        assertThat(LegacyDecoded.of(enlightened(pages(), 16, 16, 16)).findings())
                .noneMatch(text -> text.startsWith("PAR") || text.startsWith("VIR"));
    }
}
