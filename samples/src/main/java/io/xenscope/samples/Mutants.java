package io.xenscope.samples;

import io.xenscope.samples.legacy.LegacyMutants;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Many small streams, sound ones and ones of which elements were changed, for comparisons with other parsers. */
@Command(
        name = "mutants",
        description = "Writes many small streams, some of them with changed elements, the same for the same seed. Files"
                + " are called NUMBER-WRAPPING-GUEST-MODE-(sound|bent).bin, older ones"
                + " NUMBER-legacy-WIDTH-(pv|hvm)-(sound|bent).bin.")
final class Mutants implements Callable<Integer> {

    private static final Wrapping[] WRAPPINGS = {Wrapping.XL, Wrapping.LIBXL, Wrapping.LIBXC};
    private static final List<GuestKind> GUESTS = List.of(GuestKind.values());
    private static final int MOST_CHANGES = 3;
    private static final int FEWEST_PAGES = 64;
    private static final int SOUND_ONE_IN = 4;
    private static final int CHECKPOINTED_ONE_IN = 12;
    private static final Mode[] CHECKPOINTED = {Mode.REMUS, Mode.COLO};

    @Option(names = "--count", description = "How many. Default: ${DEFAULT-VALUE}.")
    int count = 100;

    @Option(names = "--seed", description = "Seed of all decisions. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--legacy", description = "Images from before Xen 4.6 instead.")
    boolean legacy;

    @Parameters(paramLabel = "FOLDER")
    Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        Choices choices = Choices.of(seed);
        for (int number = 0; number < count; number++) {
            boolean sound = choices.below(SOUND_ONE_IN) == 0;
            List<byte[]> elements = new ArrayList<>();
            String kind = legacy ? LegacyMutants.image(elements, choices) : modern(elements, choices);
            for (int changes = sound ? 0 : 1 + choices.below(MOST_CHANGES); changes > 0; changes--) {
                Mutation.any(elements, choices);
            }
            String name = String.format(Locale.ROOT, "%06d-%s-%s.bin", number, kind, sound ? "sound" : "bent");
            Files.write(folder.resolve(name), join(elements));
        }
        return 0;
    }

    private static String modern(List<byte[]> elements, Choices choices) throws IOException {
        Wrapping wrapping = WRAPPINGS[choices.below(WRAPPINGS.length)];
        GuestKind guest = GUESTS.get(choices.below(GUESTS.size()));
        Mode mode = choices.below(2) == 0 ? Mode.SAVE : Mode.LIVE;
        if (!guest.pv() && wrapping != Wrapping.LIBXC && choices.below(CHECKPOINTED_ONE_IN) == 0) {
            mode = guest == GuestKind.HVM ? CHECKPOINTED[choices.below(CHECKPOINTED.length)] : Mode.REMUS;
        }
        Scenario scenario = Scenario.of(guest)
                .imageVersion(2 + choices.below(2))
                .wrapping(wrapping)
                .mode(mode)
                .pages(FEWEST_PAGES)
                .rounds(1)
                .checkpoints(2)
                .physmap(choices.below(3))
                .seed(choices.number())
                .build();
        ByteArrayOutputStream forward = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        try (StreamTransport transport = new StreamTransport(forward)) {
            new Migration(scenario, transport, row -> ends.add(Math.toIntExact(row.offset() + row.total()))).run();
        }
        // What is left behind the last element is the go of xl migrate, which images do not have.
        byte[] stream = forward.toByteArray();
        int at = 0;
        for (int end : ends) {
            elements.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return (wrapping + "-" + guest + "-" + mode).toLowerCase(Locale.ROOT);
    }

    private static byte[] join(List<byte[]> elements) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        elements.forEach(octets::writeBytes);
        return octets.toByteArray();
    }
}
