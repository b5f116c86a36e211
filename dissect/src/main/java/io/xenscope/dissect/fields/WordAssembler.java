package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Slice;

/** Puts 64-bit words together that arrive in pieces. */
public final class WordAssembler {

    private final boolean bigEndian;
    private final byte[] carry = new byte[Long.BYTES];
    private int carried;
    private boolean broken;

    /** Takes the words of an array in order. */
    @FunctionalInterface
    public interface Words {
        void word(long value);
    }

    public WordAssembler(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** Hands on the words completed by {@code octets[index .. index + length)}; after a loss nothing any more. */
    public void octets(byte[] octets, int index, int length, Words words) {
        if (broken) {
            return;
        }
        int at = index;
        int end = index + length;
        if (carried > 0) {
            int taken = Math.min(Long.BYTES - carried, length);
            System.arraycopy(octets, at, carry, carried, taken);
            carried += taken;
            at += taken;
            if (carried < Long.BYTES) {
                return;
            }
            carried = 0;
            words.word(Slice.long64(carry, 0, bigEndian));
        }
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            words.word(Slice.long64(octets, at, bigEndian));
        }
        carried = end - at;
        System.arraycopy(octets, at, carry, 0, carried);
    }

    /** Octets of the array were lost: which words follow is no longer told. */
    public void missing() {
        broken = true;
    }

    /** True when octets of the array were lost. */
    public boolean isBroken() {
        return broken;
    }
}
