package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.event.Value.Data;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 of octets that pass by. */
public final class Digest implements PieceConsumer {

    private final MessageDigest sha256;
    private boolean broken;

    public Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

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
