package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keeps a body whole, up to a limit, for records that are decoded in one go. */
public abstract class WholeBody implements RecordBody {

    private final long offset;
    private final ByteOrder order;
    private final int limit;
    private byte[] kept = new byte[64];
    private int count;
    private boolean cut;

    /**
     * @param offset where the body begins in the stream
     * @param limit octets to keep; what comes behind is passed over
     */
    protected WholeBody(long offset, ByteOrder order, int limit) {
        this.offset = offset;
        this.order = order;
        this.limit = limit;
    }

    /**
     * Decodes the body.
     *
     * @param seen its octets up to the first one lost or the limit; all of them when {@code whole}
     * @param whole whether {@code seen} is the complete body
     */
    protected abstract Fields decode(Slice seen, boolean whole, Element element);

    @Override
    public final void octets(byte[] octets, int index, int length) {
        if (cut) {
            return;
        }
        int taken = Math.min(length, limit - count);
        if (count + taken > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(count + taken, kept.length * 2));
        }
        System.arraycopy(octets, index, kept, count, taken);
        count += taken;
        cut = taken < length;
    }

    @Override
    public final void missing(long octets) {
        cut = true;
    }

    @Override
    public final Fields finish(Element element) {
        Slice seen = new Slice(kept, 0, count, offset, element.firstTime(), order);
        return decode(seen, count == element.bodyLength(), element);
    }
}
