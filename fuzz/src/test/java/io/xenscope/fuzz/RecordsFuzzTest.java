package io.xenscope.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.samples.mutation.Choices;
import io.xenscope.samples.mutation.Mutation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of which elements are missing, repeated, exchanged, resized or of another type, while the rest is sound. */
class RecordsFuzzTest {

    private static final int CHANGES = 6;

    private record Seed(Format format, List<byte[]> elements) {}

    private static final List<Seed> SEEDS = Seeds.streams().entrySet().stream()
            .map(seed -> seed(Seeds.formatOf(seed.getKey()), seed))
            .toList();

    private static Seed seed(Format format, Map.Entry<String, byte[]> seed) {
        byte[] octets = seed.getValue();
        List<Event> events = new ArrayList<>();
        FileInput input = new Dissector(DissectOptions.DEFAULT, events::add).file("f", "f", format);
        input.bytes(octets, 0, octets.length, 0);
        input.end(EndReason.FIN, 0);
        List<byte[]> elements = new ArrayList<>();
        int at = 0;
        for (Event event : events) {
            if (Promises.record(event) != null && format != Format.LIBVIRT_RPC) {
                int end = (int) event.place().end();
                elements.add(Arrays.copyOfRange(octets, at, end));
                at = end;
            }
        }
        if (at < octets.length) {
            elements.add(Arrays.copyOfRange(octets, at, octets.length));
        }
        return new Seed(format, List.copyOf(elements));
    }

    private record Provided(FuzzedDataProvider data) implements Choices {
        @Override
        public int below(int bound) {
            return data.consumeInt(0, bound - 1);
        }

        @Override
        public int number() {
            return data.consumeInt();
        }

        @Override
        public byte[] octets(int count) {
            return Arrays.copyOf(data.consumeBytes(count), count);
        }
    }

    private static void check(Choices choices) {
        Seed seed = SEEDS.get(choices.below(SEEDS.size()));
        List<byte[]> elements = new ArrayList<>(seed.elements());
        for (int changes = choices.below(CHANGES); changes >= 0; changes--) {
            Mutation.any(elements, choices);
        }
        ByteArrayOutputStream bent = new ByteArrayOutputStream();
        elements.forEach(bent::writeBytes);
        byte[] octets = bent.toByteArray();
        try {
            Trial.file(octets, choices.below(4) == 0 ? null : seed.format());
        } catch (RuntimeException | Error e) {
            Finds.keep(octets, e);
            throw e;
        }
    }

    @FuzzTest
    void records(FuzzedDataProvider data) {
        check(new Provided(data));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void seeded(long seed) {
        Choices choices = Choices.of(seed);
        for (int i = 0; i < 100; i++) {
            check(choices);
        }
    }
}
