package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.dissect.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Property and example tests of the small parts lines are made of. */
final class EncodingPartsTest {
    private static final DateTimeFormatter REFERENCE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static String timestamp(long nanos) {
        return new String(new TimestampText().format(nanos), StandardCharsets.US_ASCII);
    }

    @Test
    void timestampsAreThoseOfTheClassLibrary() {
        LongStream anywhere = new Random(1).longs(1000);
        LongStream bounds = LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, -1_000_000_000L, 999_999_999L);
        LongStream.concat(bounds, anywhere).forEach(nanos -> {
            Instant instant =
                    Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
            assertThat(timestamp(nanos)).isEqualTo(REFERENCE.format(instant));
        });
    }

    @Test
    void timestampsOfLeapDaysAndBounds() {
        assertThat(timestamp(0)).isEqualTo("1970-01-01T00:00:00.000000000Z");
        assertThat(timestamp(-1)).isEqualTo("1969-12-31T23:59:59.999999999Z");
        assertThat(timestamp(1_709_251_199_999_999_999L)).isEqualTo("2024-02-29T23:59:59.999999999Z");
        assertThat(timestamp(1_709_251_200_000_000_000L)).isEqualTo("2024-03-01T00:00:00.000000000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
        "2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25, 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="
    })
    void publishedCommunityIds(String one, int onePort, String other, int otherPort, String expected) {
        Endpoint a = SampleEvents.endpoint(one, onePort);
        Endpoint b = SampleEvents.endpoint(other, otherPort);
        assertThat(CommunityId.of(a, b)).isEqualTo(expected);
        assertThat(CommunityId.of(b, a)).isEqualTo(expected);
    }

    @Test
    void communityIdsOfOneHost() {
        Endpoint a = SampleEvents.endpoint("10.0.0.1", 40_000);
        Endpoint b = SampleEvents.endpoint("10.0.0.1", 8002);
        assertThat(CommunityId.of(a, b)).isEqualTo(CommunityId.of(b, a)).startsWith("1:");
        assertThatThrownBy(() -> CommunityId.of(a, SampleEvents.endpoint("::1", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::, ::",
        "::1, ::1",
        "2001:db8::, 2001:db8::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4"
    })
    void addresses(String address, String expected) {
        assertThat(IpText.of(SampleEvents.endpoint(address, 1).address())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.0",
        "1234.56, 1, 1234.6",
        "10, 3, 10.0",
        "0.0004, 3, 0.0",
        "0.0005, 3, 0.001",
        "2.5, 3, 2.5",
        "2.25, 3, 2.25",
        "1.005, 2, 1.0",
        "-1.25, 3, -1.25",
        "999999999999999, 1, 999999999999999.0",
        "1e15, 1,",
        "NaN, 1,",
        "Infinity, 3,"
    })
    void decimals(double value, int digits, String expected) {
        assertThat(DecimalText.of(value, digits)).isEqualTo(expected);
    }

    @Test
    void ratios() {
        assertThat(DecimalText.ratio(4096, 3)).isEqualTo("1365.333");
        assertThat(DecimalText.ratio(4096, 0)).isNull();
        assertThat(DecimalText.of(null, 1)).isNull();
    }

    @Test
    void shortenedTextIsWellFormedAndShortEnough() {
        Random random = new Random(2);
        for (int run = 0; run < 2000; run++) {
            // Halves of pairs that stand alone, and control characters, come often.
            String text = random.ints(random.nextInt(300), 0, 4)
                    .map(kind -> switch (kind) {
                        case 0 -> random.nextInt(0x80);
                        case 1 -> 0xd800 + random.nextInt(0x800);
                        case 2 -> random.nextInt(0x10000);
                        default -> Character.highSurrogate(0x10000 + random.nextInt(0x100000));
                    })
                    .collect(StringBuilder::new, (all, unit) -> all.append((char) unit), StringBuilder::append)
                    .toString();
            int longest = 1 + random.nextInt(128);
            String clean = Texts.clean(text, longest);
            assertThat(clean.codePointCount(0, clean.length())).isLessThanOrEqualTo(longest);
            assertThat(StandardCharsets.UTF_16.newEncoder().canEncode(clean)).isTrue();
            assertThat(Texts.clean(clean, longest)).isEqualTo(clean);
        }
    }

    @Test
    void controlCharactersAreNotPrintable() {
        assertThat(Texts.printable("plain \u00e4")).isEqualTo("plain \u00e4");
        assertThat(Texts.printable("a\u001b[2J\nb\u202e")).isEqualTo("a\\u001b[2J\\u000ab\\u202e");
    }
}
