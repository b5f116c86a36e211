package io.xenscope.dissect.fields;

import io.xenscope.dissect.Sha256;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.event.Value.Data;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 of octets that pass by. */
public final class Digest implements PieceConsumer {

    private final MessageDigest sha256 = Sha256.digest();
    private boolean broken;

    @Override
    public void octets(byte[] octets, int index, int length) {
        sha256.update(octets, index, length);
    }

    @Override
    public void missing(long count) {
        broken = true;
    }

    /** The hash as {@code 0x…}; null when octets were lost. */
    public @Nullable Data hash() {
        return broken ? null : new Data.Text("0x" + HexFormat.of().formatHex(sha256.digest()));
    }
}
