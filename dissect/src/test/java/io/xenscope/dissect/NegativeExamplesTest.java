package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Octets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The negative examples of the modern-stream specification, 12.15. */
class NegativeExamplesTest {

    private static final byte[] HVM = WorkedExamples.HVM_V3;

    static Stream<Arguments> examples() {
        byte[] context64 = Octets.dump("09 00 00 00 40 00 00 00 01 02 03 04 05 06");
        return Stream.of(
                Arguments.of("version 4", patch(HVM, 15, 4), FindingCode.LXC_003, Severity.ERROR, 12),
                Arguments.of("option bit 0, rest LE", patch(HVM, 17, 1), FindingCode.LXC_005, Severity.ERROR, 16),
                Arguments.of("padding 00 01 00", patch(HVM, 0x9e, 1), FindingCode.LXC_017, Severity.WARN, 0x9d),
                Arguments.of(
                        "TOOLSTACK",
                        insert(HVM, 0x70, Octets.dump("0b 00 00 00 00 00 00 00")),
                        FindingCode.LXC_018,
                        Severity.ERROR,
                        0x70),
                Arguments.of(
                        "body cut after 6 of 64 octets",
                        join(head(HVM, 0x90), context64),
                        FindingCode.GEN_001,
                        Severity.ERROR,
                        0x90 + 14),
                Arguments.of(
                        "PAGE_DATA of length 8, count 0",
                        replace(HVM, 0x50, 0x70, Octets.dump("01 00 00 00 08 00 00 00 00 00 00 00 00 00 00 00")),
                        FindingCode.PGD_002,
                        Severity.ERROR,
                        0x58),
                Arguments.of(
                        "STATIC_DATA_END in version 2",
                        insert(WorkedExamples.HVM_V2, 0x28, Octets.dump("10 00 00 00 00 00 00 00")),
                        FindingCode.STA_002,
                        Severity.WARN,
                        0x28),
                Arguments.of(
                        "DeviceModelRecord0002 behind END",
                        join(HVM, Octets.text("DeviceModelRecord0002"), Octets.dump("02 00 00 00 01 02")),
                        FindingCode.GEN_004,
                        Severity.NOTE,
                        200));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void raises(String name, byte[] octets, FindingCode code, Severity severity, long offset) {
        Decoded decoded = Decoded.file(octets);
        assertThat(decoded.findings()).contains(Finding.of(code, severity, offset));
        assertThat(decoded.codes()).containsOnlyOnce(code.id());
    }

    @Test
    void convertedStream() {
        byte[] emulator0 = patch(WorkedExamples.LIBXL, 0x58, 0);
        Decoded decoded = Decoded.file(patch(patch(emulator0, 15, 2), 0x38, 0, 0, 0, 0, 1, 0, 0, 0));
        assertThat(decoded.codes()).startsWith("LXL-004", "LXC-012").doesNotContain("LXL-017", "STA-008");
        assertThat(decoded.end().migration().xenVersion()).isNull();
    }

    @Test
    void cutBodyIsOneGap() {
        byte[] context64 = Octets.dump("09 00 00 00 40 00 00 00 01 02 03 04 05 06");
        Decoded decoded = Decoded.file(join(head(HVM, 0x90), context64));
        assertThat(decoded.gaps())
                .containsExactly("144 14 truncated missing=58 skipped=14 inside=HVM_CONTEXT none null");
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(58);
        assertThat(decoded.end().outcome().text()).isEqualTo("truncated");
    }
}
