package io.xenscope.samples;

import io.xenscope.samples.mutation.Choices;
import io.xenscope.samples.mutation.Mutation;
import io.xenscope.samples.scenario.GuestKind;
import io.xenscope.samples.scenario.Migration;
import io.xenscope.samples.scenario.Mode;
import io.xenscope.samples.scenario.Scenario;
import io.xenscope.samples.scenario.StreamTransport;
import io.xenscope.samples.scenario.Wrapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes many small streams, sound ones and ones of which elements were changed, for comparisons with other parsers. The
 * same arguments give the same files.
 */
public final class Mutate {

    private static final Wrapping[] WRAPPINGS = {Wrapping.XL, Wrapping.LIBXL, Wrapping.LIBXC};
    private static final int MOST_CHANGES = 3;
    private static final int FEWEST_PAGES = 64;
    private static final int SOUND_ONE_IN = 4;

    private Mutate() {}

    /** Arguments: a folder, how many streams, a seed. Files are called NUMBER-WRAPPING-GUEST-MODE-(sound|bent).bin. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int count = Integer.parseInt(arguments[1]);
        Choices choices = Choices.of(Long.parseLong(arguments[2]));
        for (int number = 0; number < count; number++) {
            Wrapping wrapping = WRAPPINGS[choices.below(WRAPPINGS.length)];
            GuestKind guest = GuestKind.values()[choices.below(GuestKind.values().length)];
            Mode mode = choices.below(2) == 0 ? Mode.SAVE : Mode.LIVE;
            List<byte[]> elements = elements(wrapping, guest, mode, choices);
            boolean sound = choices.below(SOUND_ONE_IN) == 0;
            for (int changes = sound ? 0 : 1 + choices.below(MOST_CHANGES); changes > 0; changes--) {
                Mutation.any(elements, choices);
            }
            String name = String.format(
                    Locale.ROOT, "%06d-%s-%s-%s-%s.bin", number, wrapping, guest, mode, sound ? "sound" : "bent");
            Files.write(folder.resolve(name.toLowerCase(Locale.ROOT)), join(elements));
        }
    }

    private static List<byte[]> elements(Wrapping wrapping, GuestKind guest, Mode mode, Choices choices)
            throws IOException {
        Scenario scenario = Scenario.of(guest)
                .imageVersion(2 + choices.below(2))
                .wrapping(wrapping)
                .mode(mode)
                .pages(FEWEST_PAGES + choices.below(FEWEST_PAGES))
                .rounds(1)
                .seed(choices.number())
                .build();
        ByteArrayOutputStream forward = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        try (StreamTransport transport = new StreamTransport(forward)) {
            new Migration(scenario, transport, row -> ends.add(Math.toIntExact(row.offset() + row.total()))).run();
        }
        byte[] stream = forward.toByteArray();
        List<byte[]> elements = new ArrayList<>();
        int at = 0;
        for (int end : ends) {
            elements.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        // What is left is no element of the stream but the go of xl migrate, which images do not have.
        return elements;
    }

    private static byte[] join(List<byte[]> elements) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        elements.forEach(octets::writeBytes);
        return octets.toByteArray();
    }
}
