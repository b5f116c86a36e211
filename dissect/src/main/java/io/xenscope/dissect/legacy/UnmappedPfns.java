package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.Words;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * PFNs that hold no page at the end of the round (legacy-stream specification 5.1).
 *
 * <pre>
 *  0       4      4+W
 *  +-------+-------+-- … --+
 *  | count |  PFN  |       |
 *  +-------+-------+-- … --+
 * </pre>
 */
final class UnmappedPfns implements RecordBody {

    private static final long TAIL_BUFFER = 4_194_304;

    private final ImageState image;
    private final long offset;
    private final long announced;
    private final Words words;
    private final List<Value> head = new ArrayList<>();
    private long total;
    private long last = -1;
    private long beyondAt = -1;
    private long beyondPfn;
    private long descendsAt = -1;

    /** @param offset where the count stands */
    UnmappedPfns(ImageState image, long offset, long announced) {
        this.image = image;
        this.offset = offset;
        this.announced = announced;
        this.words = new Words(image.width, false, this::pfn);
    }

    private void pfn(long pfn) {
        long at = offset + 4 + total * image.width;
        total++;
        if (head.size() < image.arrayHead()) {
            Data value = pfn >= 0 && pfn < 1L << 53 ? new Data.Numeric(pfn) : new Data.Hex(pfn);
            head.add(new Value.Leaf(value, at, image.width, null));
        }
        if (Long.compareUnsigned(pfn, image.p2mSize) >= 0 && beyondAt < 0) {
            beyondAt = at;
            beyondPfn = pfn;
        }
        if (pfn <= last && descendsAt < 0) {
            descendsAt = at;
        }
        last = pfn;
        MemoryListener memory = image.memory();
        if (memory != null) {
            memory.unmapped(pfn);
        }
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        words.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        words.missing(count);
    }

    @Override
    public Fields finish(Element element) {
        if (Long.compareUnsigned(announced, image.p2mSize) > 0) {
            element.finding(
                    FindingCode.E25,
                    Severity.ERROR,
                    offset,
                    4,
                    announced + " unmapped PFNs of " + ImageState.hex(image.p2mSize));
        }
        long trouble = beyondAt >= 0 ? beyondAt : descendsAt;
        if (image.isCompressed() && trouble >= 0 && announced * image.width > TAIL_BUFFER) {
            element.finding(
                    FindingCode.E59,
                    trouble,
                    image.width,
                    "no PFN list any more, in a tail beyond the sender's buffer of 4 MiB: octets of the round's data "
                            + "stand inside its tail");
        } else if (beyondAt >= 0) {
            element.finding(
                    FindingCode.E26,
                    beyondAt,
                    image.width,
                    "PFN " + ImageState.hex(beyondPfn) + ", the guest has " + ImageState.hex(image.p2mSize)
                            + "; receivers do not check it, a far one crashes them");
        } else if (descendsAt >= 0) {
            element.finding(
                    FindingCode.E26, Severity.NOTE, descendsAt, image.width, "senders list them in ascending order");
        }
        Slice none = new Slice(new byte[0], 0, 0, offset, 0, ByteOrder.LITTLE_ENDIAN);
        return new FieldReader(none)
                .leaf("count", 0, 4, new Data.Numeric(announced), null)
                .value("pfns", new Value.Items(head, total))
                .fields();
    }
}
