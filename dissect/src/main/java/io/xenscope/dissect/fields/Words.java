package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import java.util.function.LongConsumer;

/** Puts the words of an array together that arrive in pieces. */
public final class Words implements PieceConsumer {

    private final int width;
    private final boolean bigEndian;
    private final LongConsumer each;
    private final byte[] carry;
    private int carried;
    private boolean broken;

    /**
     * @param width octets of a word, 4 or 8
     * @param each takes the words in order; those of 4 octets as unsigned numbers
     */
    public Words(int width, boolean bigEndian, LongConsumer each) {
        this.width = width;
        this.bigEndian = bigEndian;
        this.each = each;
        this.carry = new byte[width];
    }

    /** After a loss no word is handed on any more. */
    @Override
    public void octets(byte[] octets, int index, int length) {
        if (broken) {
            return;
        }
        int at = index;
        int end = index + length;
        if (carried > 0) {
            int taken = Math.min(width - carried, length);
            System.arraycopy(octets, at, carry, carried, taken);
            carried += taken;
            at += taken;
            if (carried < width) {
                return;
            }
            carried = 0;
            each.accept(word(carry, 0));
        }
        for (; end - at >= width; at += width) {
            each.accept(word(octets, at));
        }
        carried = end - at;
        System.arraycopy(octets, at, carry, 0, carried);
    }

    private long word(byte[] octets, int index) {
        return width == Long.BYTES
                ? Slice.long64(octets, index, bigEndian)
                : Slice.unsigned32(octets, index, bigEndian);
    }

    @Override
    public void missing(long count) {
        broken = true;
    }

    /** True when octets were lost: which words follow is not told. */
    public boolean isBroken() {
        return broken;
    }
}
