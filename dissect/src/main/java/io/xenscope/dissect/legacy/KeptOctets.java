package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keeps the first octets of what passes by, up to a limit or the first loss. */
final class KeptOctets implements PieceConsumer {

    private final long offset;
    private final int limit;
    private byte[] kept = new byte[32];
    private int count;
    private boolean cut;

    /**
     * @param offset place of the first octet in the stream
     * @param limit most octets kept
     */
    KeptOctets(long offset, int limit) {
        this.offset = offset;
        this.limit = limit;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        int taken = cut ? 0 : Math.min(length, limit - count);
        if (count + taken > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(count + taken, kept.length * 2));
        }
        System.arraycopy(octets, index, kept, count, taken);
        count += taken;
        cut |= taken < length;
    }

    @Override
    public void missing(long octets) {
        cut = true;
    }

    Slice seen() {
        return new Slice(kept, 0, count, offset, 0, ByteOrder.LITTLE_ENDIAN);
    }
}
