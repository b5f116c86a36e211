package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.test.Bounds;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.StoredZstd;
import io.xenscope.dissect.test.Wrapped;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacySamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits with small values: each is kept to, and reaching it is a finding. */
class LimitsTest {

    private static final byte[] MANY_UNKNOWN = StreamWriter.octets(w -> {
        Guests.hvmStatics(w);
        for (int i = 0; i < 10; i++) {
            w.raw((byte) 0x77, (byte) 0x77, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        }
        w.libxc().end();
    });

    private static final byte[] DISTANT = StreamWriter.octets(w -> {
        Guests.hvmStatics(w);
        Guests.pages(w, 1L << 32, (1L << 32) + 2, (1L << 40) + 5, 1L << 45);
        Guests.pages(w, 1L << 46, 1L << 47);
        Guests.hvmState(w);
        w.libxc().end();
    });

    private static final byte[] MANY_PAGES = StreamWriter.octets(w -> {
        Guests.hvmStatics(w);
        Guests.pages(w, 0, 1, 2000, 4000);
        Guests.pages(w, 0, 1, 2000, 4000);
        Guests.hvmState(w);
        w.libxc().end();
    });

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("libxcRecord", 100, Guests.hvm(), "LXC-013"),
                Arguments.of("emulatorContext", 4, Guests.libxl(), "LXL-038"),
                Arguments.of("optionalData", 4, Guests.xl("{ }"), "XLH-008"),
                Arguments.of("libvirtXml", 10, Wrapped.libvirt(1, LegacySamples.hvmLarge(8)), "LV-XMLLEN"),
                Arguments.of("xendConfig", 10, Wrapped.xend(LegacySamples.hvmLarge(8)), "XEND-CFGLEN"),
                Arguments.of("bodyKept", 16, Guests.hvm(), "LIM-RECORD"),
                Arguments.of("bodyKept", 1, LegacySamples.hvmLarge(8), "LIM-RECORD"),
                Arguments.of("deviceState", 9, Guests.libxl(), "LIM-RECORD"),
                Arguments.of("distantPfns", 2, DISTANT, "LIM-PAGES"),
                Arguments.of("pageHashes", 5000, MANY_PAGES, "LIM-PAGES"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("files")
    void reachingOneIsFound(String limit, long value, byte[] octets, String code) {
        assertThat(Decoded.file(octets, Bounds.options(limit, Long.MAX_VALUE >> 33))
                        .codes())
                .doesNotContain(code);
        Decoded decoded = Decoded.file(octets, Bounds.options(limit, value));
        assertThat(decoded.codes()).contains(code);
        if (code.startsWith("LIM-")) {
            assertThat(decoded.outcome()).startsWith("complete");
            assertThat(decoded.gaps()).isEmpty();
        }
    }

    @Test
    void pagesThatAreNotRememberedAreToldOnce() {
        assertThat(Decoded.file(DISTANT, Bounds.options("distantPfns", 2)).codes())
                .containsOnlyOnce("LIM-PAGES");
    }

    @Test
    void findingsOfACodeAreCountedWhenTheyAreTooMany() {
        Decoded decoded = Decoded.file(MANY_UNKNOWN, Bounds.options("findingsPerCode", 3));
        List<String> texts = decoded.events().stream()
                .filter(event -> event.body() instanceof ExpertInfo expert
                        && expert.code().equals("LXC-015"))
                .map(event -> ((ExpertInfo) event.body()).text())
                .toList();
        assertThat(texts).hasSize(3);
        assertThat(texts.get(2)).endsWith("further ones of this code are counted only");
        assertThat(decoded.end().totals().errors()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void recordsOf4GibAreNotWaitedFor() {
        byte[] claim = StreamWriter.octets(Guests::hvmStatics);
        byte[] header = {1, 0, 0, 0, -8, -1, -1, -1};
        Decoded decoded = Decoded.file(join(claim, header, new byte[1 << 17]));
        assertThat(decoded.codes()).contains("LXC-013");
        assertThat(decoded.end().outcome()).isEqualTo(Outcome.FAILED);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static Decoded compressed(byte[] octets, String limit, long value) {
        return Conversation.captured()
                .compressed()
                .with(Bounds.options(limit, value))
                .sender(octets)
                .decoded();
    }

    private static void assertStopped(Decoded decoded) {
        assertThat(decoded.codes()).containsOnlyOnce("LIM-DECOMPRESSION");
        assertThat(decoded.end().outcome()).isNotEqualTo(Outcome.COMPLETE);
        assertThat(decoded.events())
                .anyMatch(event -> event.body() instanceof GapSeen gap && gap.cause() == GapCause.UNDECODABLE);
    }

    @Test
    void decompressionEndsWhereTooMuchHasComeOut() throws IOException {
        byte[] stream = Guests.libxl();
        for (byte[] octets : List.of(gzip(stream), StoredZstd.frame(stream, 500))) {
            assertStopped(compressed(octets, "decompressed", 2000));
            assertThat(compressed(octets, "decompressed", 1 << 20).outcome()).startsWith("complete");
        }
    }

    @Test
    void decompressionEndsWhereTheRatioIsTooHigh() throws IOException {
        byte[] head = StreamWriter.octets(Guests::hvmStatics);
        byte[] claim = {1, 0, 0, 0, 0, 0, 0, 8};
        byte[] bomb = join(head, claim, new byte[1 << 20]);
        assertStopped(compressed(gzip(bomb), "decompressionRatio", 50));
        byte[] zstd = StoredZstd.frame(join(head, claim), 500);
        zstd[StoredZstd.HEADER] &= ~1;
        byte[] block = join(StoredZstd.header(false, 1, 1 << 17), new byte[1]);
        byte[] last = StoredZstd.header(true, 0, 0);
        assertStopped(compressed(join(zstd, block, block, block, last), "decompressionRatio", 50));
    }
}
