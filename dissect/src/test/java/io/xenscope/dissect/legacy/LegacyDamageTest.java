package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a stream, at every octet of it: decoding ends, every octet is accounted for, and cuts change nothing.
 * Inside pages one octet in 97 is enough, and of kinds that differ from another one by widths alone one in 7.
 */
class LegacyDamageTest {

    private static final int PAGE = 4096;
    private static final int OF_PAGES = 97;
    private static final int OF_THE_REST = 7;

    private static final Set<String> THOROUGHLY =
            Set.of("pv32 on 32", "hvm live 64", "hvm 4.0", "hvm remus", "hvm compressed 32");

    /** More events than a damaged sample can have, were it cut into its smallest parts. */
    private static final int EVENTS_MOST = 200;

    static Stream<String> names() {
        return LegacySamples.all().keySet().stream();
    }

    private static int[] places(String name, byte[] stream) {
        BitSet pages = new BitSet();
        for (Event event : LegacyDecoded.of(stream).events()) {
            if (event.place() == null) {
                continue;
            }
            int end = (int) event.place().end();
            if (event.body() instanceof BatchSeen seen) {
                CompressedInfo compressed = seen.compressed();
                long data = compressed == null
                        ? Objects.requireNonNullElse(seen.batch().dataBytes(), 0L)
                        : compressed.full() * PAGE;
                pages.set(end - (int) data, end);
            } else if (event.body() instanceof RecordSeen seen
                    && seen.record().type().equals("SHARED_INFO")) {
                pages.set(end - PAGE, end);
            }
        }
        int rest = THOROUGHLY.contains(name) ? 1 : OF_THE_REST;
        return IntStream.range(0, stream.length)
                .filter(at -> at % (pages.get(at) ? OF_PAGES : rest) == 0)
                .toArray();
    }

    private static void decode(byte[] stream) {
        assertThat(LegacyDecoded.of(stream).events()).hasSizeLessThan(EVENTS_MOST);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCutGivesTheSameEvents(String name) {
        byte[] stream = LegacySamples.all().get(name);
        var whole = LegacyDecoded.of(stream).events();
        for (int place : places(name, stream)) {
            assertThat(LegacyDecoded.cut(stream, place).events().equals(whole))
                    .as("cut at %d", place)
                    .isTrue();
        }
        int[] all = IntStream.range(1, stream.length).toArray();
        assertThat(LegacyDecoded.cut(stream, all).events()).as("octet by octet").isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTruncationIsAccountedFor(String name) {
        byte[] stream = LegacySamples.all().get(name);
        for (int end : places(name, stream)) {
            decode(Arrays.copyOf(stream, end));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFlippedOctetIsAccountedFor(String name) {
        byte[] stream = LegacySamples.all().get(name);
        for (int place : places(name, stream)) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] bent = stream.clone();
                bent[place] ^= (byte) flip;
                decode(bent);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyHoleIsAccountedFor(String name) {
        byte[] stream = LegacySamples.all().get(name);
        for (int place : places(name, stream)) {
            LegacyDecoded.withHole(stream, place, Math.min(stream.length, place + 5));
        }
    }
}
