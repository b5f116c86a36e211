package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a stream: decoding ends, every octet is accounted for, and cuts change nothing. */
class LegacyDamageTest {

    static Stream<String> names() {
        return LegacySamples.all().keySet().stream();
    }

    /** Places worth a closer look: all that is not the inside of a page or a block. */
    private static int[] places(byte[] stream) {
        return IntStream.range(0, stream.length)
                .filter(i -> i < 64 || i % 61 == 0 || i > stream.length - 64 || telling(stream, i))
                .toArray();
    }

    private static boolean telling(byte[] stream, int at) {
        return IntStream.range(Math.max(0, at - 8), Math.min(stream.length, at + 8))
                        .mapToObj(i -> stream[i])
                        .distinct()
                        .count()
                > 2;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCutGivesTheSameEvents(String name) {
        byte[] stream = LegacySamples.all().get(name);
        var whole = LegacyDecoded.of(stream).events();
        for (int place : places(stream)) {
            assertThat(LegacyDecoded.cut(stream, place).events())
                    .as("cut at %d", place)
                    .isEqualTo(whole);
        }
        int[] all = IntStream.range(1, stream.length).toArray();
        assertThat(LegacyDecoded.cut(stream, all).events()).as("octet by octet").isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTruncationIsAccountedFor(String name) {
        byte[] stream = LegacySamples.all().get(name);
        for (int end : places(stream)) {
            LegacyDecoded.of(Arrays.copyOf(stream, end));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFlippedOctetIsAccountedFor(String name) {
        byte[] stream = LegacySamples.all().get(name);
        for (int place : places(stream)) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] bent = stream.clone();
                bent[place] ^= (byte) flip;
                LegacyDecoded.of(bent);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyHoleIsAccountedFor(String name) {
        byte[] stream = LegacySamples.all().get(name);
        for (int place : places(stream)) {
            LegacyDecoded.withHole(stream, place, Math.min(stream.length, place + 5));
        }
    }
}
