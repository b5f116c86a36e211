package io.xenscope.fuzz;

import io.xenscope.capture.CaptureLimits;
import io.xenscope.dissect.event.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.XZInputStream;

/** Sample captures whose packets were damaged on the way into the file: what {@code editcap -E} does. */
class DamagedCapturesTest {

    private static final Path CAPTURES = Path.of("..", "samples", "captures");
    private static final double[] PROBABILITIES = {0.0001, 0.001, 0.01};

    /** Compressed; larger ones are left to the main method. */
    private static final long SMALL = 130_000;

    private static final int SEEDS = 2;

    static Stream<Path> small() throws IOException {
        return captures().filter(capture -> capture.toFile().length() < SMALL);
    }

    private static Stream<Path> captures() throws IOException {
        try (Stream<Path> all = Files.list(CAPTURES)) {
            return all.filter(path -> path.toString().matches(".*\\.pcap(ng)?\\.xz")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("small")
    void endInEventsThatAreAccountedFor(Path capture) throws IOException {
        damage(capture, 1, SEEDS);
    }

    private static void damage(Path path, long firstSeed, int seeds) throws IOException {
        byte[] sound;
        try (InputStream in = new XZInputStream(Files.newInputStream(path))) {
            sound = in.readAllBytes();
        }
        Shapes shapes = new Shapes();
        for (double probability : PROBABILITIES) {
            for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
                byte[] bent = OctetErrors.in(sound, probability, seed);
                try {
                    shapes.check(check(bent));
                } catch (RuntimeException | Error e) {
                    Finds.keep(bent, e);
                    throw new AssertionError(path + ", " + probability + ", seed " + seed + ": " + e, e);
                }
            }
        }
    }

    private static List<Event> check(byte[] octets) throws IOException {
        CaptureLimits limits = CaptureLimits.DEFAULT;
        List<Event> whole = CaptureFuzzTest.read(octets, new ByteArrayInputStream(octets), limits);
        Promises.check(whole);
        List<Event> pieces = CaptureFuzzTest.read(octets, new Trickle(octets), limits);
        Promises.require(pieces.equals(whole), "the same events for every way of reading");
        return whole;
    }

    /** Damages all sample captures. Arguments: the first seed, how many. */
    public static void main(String[] arguments) throws IOException {
        long first = Long.parseLong(arguments[0]);
        int seeds = Integer.parseInt(arguments[1]);
        for (Path capture : captures().toList()) {
            damage(capture, first, seeds);
            System.out.printf("%s: %d damaged captures%n", capture.getFileName(), seeds * PROBABILITIES.length);
        }
    }
}
