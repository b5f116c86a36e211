package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.PieceConsumer;

/** Looks whether padding is zero. */
public final class Padding implements PieceConsumer {

    private boolean dirty;

    /** Octets that pad a record of {@code length} octets to a multiple of 8. */
    public static long behind(long length) {
        return -length & 7;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        for (int i = index; i < index + length; i++) {
            dirty |= octets[i] != 0;
        }
    }

    @Override
    public void missing(long count) {}

    /** True when an octet seen was not zero. */
    public boolean isDirty() {
        return dirty;
    }
}
