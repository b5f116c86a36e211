package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.samples.legacy.LegacyBuilder;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sound streams of every kind: parts, widths, rounds, checkpoints, outcome (legacy-stream specification 1 to 6). */
class LegacyStreamsTest {

    @Test
    void soundStreamsReachTheirEnd() {
        Map<String, String> oddities = Map.of(
                "hvm 4.0", "E17 note 36",
                "pv64 3.0", "E07 note 8",
                "pv32 3.0", "E07 note 4",
                "hvm live 64", "E57 note 24652",
                "hvm live 32", "E57 note 24608");
        LegacySamples.all().forEach((name, stream) -> {
            LegacyDecoded decoded = LegacyDecoded.of(stream);
            boolean remus = name.contains("remus") || name.contains("compressed");
            assertThat(decoded.end().outcome()).as(name).isEqualTo(remus ? Outcome.FAILOVER : Outcome.COMPLETE);
            String oddity = oddities.get(name);
            List<String> rest = decoded.findings();
            assertThat(rest.stream().map(text -> text.substring(0, 3)).toList())
                    .as(name)
                    .isEqualTo(oddity == null ? List.of() : List.of(oddity.substring(0, 3)));
        });
    }

    @Test
    void widthsAndGuestAreTold() {
        LegacySamples.all().forEach((name, stream) -> {
            var info = LegacyDecoded.of(stream).end().migration();
            boolean narrow = name.endsWith("32") || name.equals("pv32 3.0");
            assertThat(info.toolstackWidth()).as(name).isEqualTo(narrow ? 32 : 64);
            assertThat(info.guest()).as(name).isEqualTo(name.substring(0, 2).equals("pv") ? "pv" : "hvm");
            Integer guestWidth = name.startsWith("pv") ? Integer.valueOf(name.substring(2, 4)) : null;
            assertThat(info.guestWidth()).as(name).isEqualTo(guestWidth);
            assertThat(info.format()).isEqualTo("legacy");
            assertThat(info.p2mSize()).isEqualTo(16);
        });
    }

    @Test
    void partsOfAPvStream() {
        assertThat(LegacyDecoded.of(LegacySamples.pv(8, 8, 848)).types())
                .containsExactly(
                        "P2M_SIZE",
                        "EXTENDED_INFO",
                        "P2M_FRAME_LIST",
                        "TSC_INFO",
                        "BATCH",
                        "VCPU_INFO",
                        "TOOLSTACK",
                        "LAST_CHECKPOINT",
                        "END",
                        "UNMAPPED_PFNS",
                        "VCPU_CONTEXT",
                        "SHARED_INFO");
    }

    @Test
    void batchesTellTypesAndPages() {
        var batch = LegacyDecoded.of(LegacySamples.pv(8, 8, 848))
                .bodies(BatchSeen.class)
                .get(0)
                .batch();
        assertThat(batch.pfnCount()).isEqualTo(5);
        assertThat(batch.pages()).isEqualTo(4);
        assertThat(batch.dataBytes()).isEqualTo(4 * 4096);
        assertThat(batch.zeroPages()).isEqualTo(1);
        assertThat(batch.types().l4tab()).isEqualTo(1);
        assertThat(batch.types().xtab()).isEqualTo(1);
        assertThat(batch.pfnRangesTotal()).isEqualTo(2);
    }

    @Test
    void poolsOfATmemImage() {
        for (String name : List.of("hvm tmem", "hvm tmem 4.0.0")) {
            String fields = LegacyDecoded.of(LegacySamples.all().get(name))
                    .record("TMEM")
                    .fields()
                    .toString();
            assertThat(fields)
                    .as(name)
                    .contains("name=pools, value=Items", "total=1")
                    .contains("name=announced, value=Leaf[data=Numeric[value=2], offset=48")
                    .contains("value=01000000000000000200000000000000], offset=52, length=16")
                    .contains("name=pages, value=Leaf[data=Numeric[value=1]");
        }
    }

    @Test
    void roundsOfALiveMigration() {
        assertThat(LegacyDecoded.of(LegacySamples.hvmLive(8)).rounds())
                .containsExactly("live 2 inferred", "live 2 certain", "final 2 certain", "verify 2 certain");
    }

    @Test
    void aPermutedPassIsOne() {
        byte[] stream = new LegacyBuilder(8)
                .words(LegacyBuilder.P2M_SIZE)
                .batch(0, 7, 14, 5)
                .batch(12, 3, 10, 1)
                .batch(8, 7)
                .vcpuInfo(0, 1)
                .end()
                .hvmState()
                .text("QemuDeviceModelRecordQEVM")
                .octets();
        assertThat(LegacyDecoded.of(stream).rounds()).containsExactly("live 8 inferred", "final 2 certain");
    }

    @Test
    void checkpointsAreToldWhereTheyEnd() {
        LegacyDecoded decoded = LegacyDecoded.of(LegacySamples.hvmRemus());
        assertThat(decoded.checkpoints()).extracting(one -> one.pages()).containsExactly(3L, 1L, 0L);
        assertThat(decoded.rounds()).containsExactly("final 3 certain", "checkpoint 1 certain");
        assertThat(decoded.end().migration().mode()).isEqualTo("remus");
        assertThat(decoded.checkpoints().stream()
                        .mapToLong(one -> one.wireBytes())
                        .sum())
                .isEqualTo(LegacySamples.hvmRemus().length);
    }

    @Test
    void compressedChunksTellWhatTheyFill() {
        LegacyDecoded decoded = LegacyDecoded.of(LegacySamples.hvmCompressed(8));
        List<BatchSeen> batches = decoded.bodies(BatchSeen.class);
        assertThat(batches.get(1).batch().compressed()).isTrue();
        assertThat(batches.get(1).batch().dataBytes()).isZero();
        assertThat(batches.get(1).batch().pages()).isEqualTo(2);
        var second = batches.get(3).compressed();
        assertThat(second.full()).isEqualTo(1);
        assertThat(second.pfnFirst()).isEqualTo(2);
        assertThat(second.batchFirst()).isEqualTo(1);
        assertThat(second.wireBytes()).isEqualTo(4097);
        var last = batches.get(5).compressed();
        assertThat(List.of(last.pages(), last.full(), last.delta(), last.empty()))
                .containsExactly(2L, 0L, 1L, 1L);
        assertThat(last.literalWords()).isEqualTo(1);
        assertThat(last.skippedWords()).isEqualTo(2047);
        assertThat(decoded.checkpoints().get(1).full()).isEqualTo(2);
        assertThat(decoded.checkpoints().get(0).full()).isNull();
    }

    @Test
    void aStreamThatEndsBehindItsFirstRoundIsComplete() {
        byte[] stream = LegacySamples.compressedBegin(8).octets();
        assertThat(LegacyDecoded.of(stream).end().outcome()).isEqualTo(Outcome.FAILOVER);
        assertThat(LegacyDecoded.of(LegacySamples.oldPv(8)).end().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void octetsLostInABodyCostFieldsOnly() {
        byte[] stream = LegacySamples.pv(8, 8, 848);
        LegacyDecoded whole = LegacyDecoded.of(stream);
        // Inside the vcpu block of the extended info, a page, the shared page.
        for (int from : new int[] {1000, 5300 + 4096, stream.length - 100}) {
            LegacyDecoded decoded = LegacyDecoded.withHole(stream, from, from + 50);
            assertThat(decoded.types()).isEqualTo(whole.types());
            assertThat(decoded.end().outcome()).isEqualTo(Outcome.COMPLETE);
        }
    }
}
