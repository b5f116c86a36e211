package io.xenscope.samples.mutation;

import java.util.Random;

/** Where decisions come from: a seeded generator, or a fuzzer that learns which of them lead on. */
public interface Choices {

    /** A number from 0 to {@code bound} - 1; {@code bound} is at least 1. */
    int below(int bound);

    /** Any number of 32 bits. */
    int number();

    /** As many octets. */
    byte[] octets(int count);

    /** Decisions that are the same for the same seed. */
    static Choices of(long seed) {
        Random random = new Random(seed);
        return new Choices() {
            @Override
            public int below(int bound) {
                return random.nextInt(bound);
            }

            @Override
            public int number() {
                return random.nextInt();
            }

            @Override
            public byte[] octets(int count) {
                byte[] octets = new byte[count];
                random.nextBytes(octets);
                return octets;
            }
        };
    }
}
