package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.samples.legacy.LegacyBuilder;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The start_info page of PV guests (payload specification B.7) in legacy streams; PFN 4 in those made here. */
class LegacyStartInfoTest {

    private static LegacyBuilder header(int guestWidth) {
        return new LegacyBuilder(8).pvHeader(guestWidth, 0).tscInfo();
    }

    /** A batch of PFN 3, PFN 4, which is the page, and the top page table. */
    private static LegacyBuilder batch(LegacyBuilder stream, int guestWidth) {
        return stream.list(3, 4, (guestWidth == 8 ? LegacySamples.L4 : LegacySamples.L3) | 5)
                .fill(3, 4096)
                .text(guestWidth == 8 ? "xen-3.0-x86_64\0\0" : "xen-3.0-x86_32p\0")
                .fill(0, 16)
                .number(16, guestWidth)
                .fill(0, 4096 - 32 - guestWidth)
                .fill(0, 4096);
    }

    private static byte[] finish(LegacyBuilder stream, int guestWidth) {
        return stream.vcpuInfo(0, 1).lastEnd().pvTail(guestWidth, 5, 0).octets();
    }

    private static Fields startInfo(LegacyDecoded decoded) {
        return decoded.record("VCPU_CONTEXT").fields().members().stream()
                .filter(field -> field.name().equals("start_info"))
                .map(field -> (Fields) field.value())
                .findFirst()
                .orElse(null);
    }

    private static Value.Leaf second(Fields fields) {
        assertThat(fields.members().get(1).name()).isEqualTo("nr_pages");
        return (Value.Leaf) fields.members().get(1).value();
    }

    @Test
    void ofGuestsOfBothWidths() {
        for (int width : List.of(8, 4)) {
            long page = header(width).size() + 4 + 24 + 4096;
            byte[] stream = finish(batch(header(width), width), width);
            Value.Leaf pages = second(startInfo(LegacyDecoded.of(stream)));
            assertThat(pages.data()).isEqualTo(new Data.Numeric(16));
            assertThat(pages.offset()).isEqualTo(page + 32);
            assertThat(startInfo(LegacyDecoded.octetByOctet(stream, null)))
                    .isEqualTo(startInfo(LegacyDecoded.of(stream)));
        }
    }

    @Test
    void theLastCopyCounts() {
        assertThat(startInfo(LegacyDecoded.of(finish(batch(header(8), 8).batch(4), 8))))
                .isNull();
        assertThat(startInfo(LegacyDecoded.of(finish(batch(header(8), 8).batch(1), 8))))
                .isNotNull();
    }

    /** Compressed pages are not put together, so that nothing is said about one that came so. */
    @Test
    void aCopyThatTravelsCompressedIsNotShown() {
        byte[] stream = batch(header(8), 8)
                .vcpuInfo(0, 1)
                .u32(-13)
                .end()
                .pvTail(8, 5, 0)
                .list(4)
                .compressed(new byte[1])
                .vcpuInfo(0, 1)
                .end()
                .pvTail(8, 5, 0)
                .octets();
        List<Boolean> shown = LegacyDecoded.of(stream).events().stream()
                .map(event -> event.body() instanceof io.xenscope.dissect.event.RecordSeen seen ? seen.record() : null)
                .filter(record -> record != null && record.type().equals("VCPU_CONTEXT"))
                .map(record -> record.fields().members().stream()
                        .anyMatch(field -> field.name().equals("start_info")))
                .toList();
        assertThat(shown).containsExactly(true, false);
    }
}
