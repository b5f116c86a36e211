package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;

/** A body that stays undecoded, as its length and hash. */
public final class OpaqueBody implements RecordBody {

    private final Digest digest = new Digest();
    private final long offset;

    /** @param offset where the body begins */
    public OpaqueBody(long offset) {
        this.offset = offset;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        digest.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        digest.missing(count);
    }

    @Override
    public Fields finish(Element element) {
        Slice none = new Slice(new byte[0], 0, 0, offset, element.firstTime(), ByteOrder.LITTLE_ENDIAN);
        FieldReader fields = new FieldReader(none);
        describe(fields, digest, 0, element.bodyLength());
        return fields.fields();
    }

    /** Adds length and, when no octet was lost, hash of octets that stay undecoded; they begin at {@code at}. */
    public static void describe(FieldReader fields, Digest digest, int at, long length) {
        fields.leaf("length", at, length, new Data.Numeric(length), null);
        Data hash = digest.hash();
        if (hash != null) {
            fields.leaf("sha256", at, length, hash, null);
        }
    }
}
