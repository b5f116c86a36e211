package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.PieceConsumer;
import java.util.function.LongConsumer;

/** Puts little-endian words of 4 or 8 octets together that arrive in pieces. */
final class Words implements PieceConsumer {

    private final int width;
    private final LongConsumer each;
    private long word;
    private int seen;
    private boolean broken;

    Words(int width, LongConsumer each) {
        this.width = width;
        this.each = each;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        if (broken) {
            return;
        }
        for (int i = index; i < index + length; i++) {
            word |= (octets[i] & 0xffL) << (8 * seen);
            seen++;
            if (seen == width) {
                each.accept(word);
                word = 0;
                seen = 0;
            }
        }
    }

    @Override
    public void missing(long count) {
        broken = true;
    }

    /** True when octets were lost: words behind them are not told. */
    boolean isBroken() {
        return broken;
    }
}
