package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.samples.legacy.LegacyBuilder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked body of the legacy-stream specification, appendix A, as second round of a PV stream of 4 vcpus. */
class WorkedBodyTest {

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static LegacyBuilder tail(LegacyBuilder stream) {
        stream.u32(0);
        for (int vcpu = 0; vcpu < 4; vcpu++) {
            stream.vcpu(8, 5, 0);
        }
        return stream.fill(0, 4096);
    }

    private static byte[] stream() {
        LegacyBuilder stream = new LegacyBuilder(8).pvHeader(8, 0);
        byte[] header = stream.octets();
        header[0] = 0x20;
        stream = new LegacyBuilder(8).raw(header);
        stream.tscInfo()
                .batch(0, 3, 4, 0x4000_0005L)
                .vcpuInfo(3, 15)
                .toolstack()
                .u32(-13)
                .end();
        tail(stream);
        stream.raw(hex("03 00 00 00"))
                .raw(hex("10 00 00 00 00 00 00 00"))
                .raw(hex("00 00 00 f0 00 00 00 00"))
                .raw(hex("12 00 00 90 00 00 00 00"))
                .raw(hex("f4 ff ff ff 0f 10 00 00 00 00 00 00"))
                .raw(hex("01 de ad be ef ff ff ff ff ff ff ff ff 87"))
                .raw(hex("80"))
                .fill(0x11, 4096)
                .raw(hex("fe ff ff ff 03 00 00 00 0f 00 00 00 00 00 00 00"))
                .raw(hex("ee ff ff ff 08 00 00 00 01 00 00 00 00 00 00 00"))
                .raw(hex("00 00 00 00"));
        return tail(stream).octets();
    }

    @Test
    void bothRecordsFindTheirPages() {
        ToldMemory told = new ToldMemory();
        LegacyDecoded decoded = LegacyDecoded.of(stream(), told);
        assertThat(told.lastRound())
                .containsExactly(
                        "entry 0 10",
                        "entry 1 12",
                        "batch",
                        "run 0 0 deadbeef",
                        "complete 0",
                        "full 1 11",
                        "complete 1",
                        "complete");
        var chunk = decoded.bodies(BatchSeen.class).get(2).compressed();
        assertThat(List.of(chunk.full(), chunk.delta(), chunk.empty())).containsExactly(1L, 1L, 0L);
        assertThat(chunk.pfnFirst()).isEqualTo(0x10);
        assertThat(chunk.pfnLast()).isEqualTo(0x12);
        // PFN 0x10 was not sent compressed before, so that a real sender would send it whole.
        assertThat(decoded.findings()).hasSize(1).first().asString().startsWith("E40 note");
        assertThat(decoded.checkpoints()).hasSize(2);
    }
}
