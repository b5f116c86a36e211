package io.xenscope.dissect.fields;

import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.event.Value.Leaf;
import java.util.HexFormat;

/** Octets that mean nothing by themselves, as hexadecimal text. */
public final class OctetText {

    /** Octets shown; what is longer is shown by its head. */
    private static final int SHOWN = 256;

    private OctetText() {}

    /** {@code size} octets from {@code at} on, which must be there; {@code secret} when they belong to the guest. */
    public static Leaf leaf(boolean secret, SeenOctets in, int at, int size) {
        int start = in.octets().start() + at;
        String hex = HexFormat.of().formatHex(in.octets().octets(), start, start + Math.min(size, SHOWN));
        Data data = new Data.Text(size > SHOWN ? hex + "…" : hex);
        String text = size > SHOWN ? "the first " + SHOWN + " of " + size + " octets" : null;
        return new Leaf(secret ? new Data.Guarded(data) : data, in.offset() + at, size, text);
    }
}
