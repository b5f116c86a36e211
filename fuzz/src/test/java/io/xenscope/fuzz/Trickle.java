package io.xenscope.fuzz;

import java.io.ByteArrayInputStream;
import java.util.Random;

/** Gives few octets at a time, as pipes do. */
final class Trickle extends ByteArrayInputStream {

    private final Random chance;

    Trickle(byte[] octets) {
        super(octets);
        this.chance = Trial.chance(octets);
    }

    @Override
    public synchronized int read(byte[] into, int at, int length) {
        return super.read(into, at, Math.min(length, 1 + chance.nextInt(400)));
    }
}
