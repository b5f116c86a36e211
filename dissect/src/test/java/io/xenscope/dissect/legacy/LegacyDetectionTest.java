package io.xenscope.dissect.legacy;

import static io.xenscope.dissect.legacy.LegacyDetection.Answer.LEGACY;
import static io.xenscope.dissect.legacy.LegacyDetection.Answer.NOT_LEGACY;
import static io.xenscope.dissect.legacy.LegacyDetection.Answer.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.samples.legacy.LegacyBuilder;
import io.xenscope.samples.legacy.LegacySamples;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Detection of streams without magic is conservative. */
class LegacyDetectionTest {

    private static LegacyDetection.Answer judge(byte[] octets, boolean complete) {
        Slice seen = new Slice(octets, 0, octets.length, 0, 0, ByteOrder.LITTLE_ENDIAN);
        return LegacyDetection.judge(seen, complete, LegacyDetection.Given.FILE);
    }

    @Test
    void samplesAreRecognised() {
        LegacySamples.all().forEach((name, stream) -> {
            assertThat(judge(stream, true)).as(name).isEqualTo(LEGACY);
            assertThat(judge(Arrays.copyOf(stream, 12), false)).as(name).isEqualTo(OPEN);
        });
    }

    @Test
    void otherOctetsAreNot() {
        assertThat(judge(new byte[100_000], true)).isEqualTo(NOT_LEGACY);
        assertThat(judge("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII), true))
                .isEqualTo(NOT_LEGACY);
        assertThat(judge("Xen saved domain, xl format\n".getBytes(StandardCharsets.US_ASCII), true))
                .isEqualTo(NOT_LEGACY);
        assertThat(judge(new LegacyBuilder(8).u64(-1).text("XENF").fill(0, 100).octets(), true))
                .isEqualTo(NOT_LEGACY);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[512];
            random.nextBytes(octets);
            octets[3] = 0;
            octets[7] = i % 2 == 0 ? 0 : octets[7];
            assertThat(judge(octets, true)).isEqualTo(NOT_LEGACY);
        }
    }
}
