package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;

/** Keeps a body whole, up to a limit, for records that are decoded in one go. */
public abstract class WholeBody implements RecordBody {

    private final ByteOrder order;
    private final Kept kept;

    /**
     * @param offset where the body begins in the stream
     * @param limit octets to keep; what comes behind is passed over
     */
    protected WholeBody(long offset, ByteOrder order, int limit) {
        this.order = order;
        this.kept = new Kept(offset, limit);
    }

    /**
     * Decodes the body.
     *
     * @param seen its octets up to the first one lost or the limit; all of them when {@code whole}
     * @param whole whether {@code seen} is the complete body
     */
    protected abstract Fields decode(Slice seen, boolean whole, Element element);

    /** All that was kept, also behind the first loss. */
    protected final SeenOctets seen() {
        return kept.seen(0, order);
    }

    @Override
    public final void octets(byte[] octets, int index, int length) {
        kept.octets(octets, index, length);
    }

    @Override
    public final void missing(long octets) {
        kept.missing(octets);
    }

    @Override
    public final long memory() {
        return kept.memory();
    }

    @Override
    public final Fields finish(Element element) {
        Slice head = kept.seen(element.firstTime(), order).head();
        kept.tellCut(element);
        return decode(head, head.length() == element.bodyLength(), element);
    }
}
