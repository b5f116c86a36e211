package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.Words;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The PFNs of the pages that hold the guest's frame table (legacy-stream specification 3.3).
 *
 * <pre>
 *  0       W       2W
 *  +-------+-------+-- … --+
 *  | frame | frame |       |   one for each 512 (64-bit guest) or 1024 PFNs
 *  +-------+-------+-- … --+
 * </pre>
 */
final class P2mFrameList implements RecordBody {

    private final ImageState image;
    private final long offset;
    private final Words words;
    private final List<Value> head = new ArrayList<>();
    private long total;
    private long beyond;
    private long beyondAt;
    private long beyondFrame;

    P2mFrameList(ImageState image, long offset) {
        this.image = image;
        this.offset = offset;
        this.words = new Words(image.width, false, this::frame);
    }

    private void frame(long frame) {
        long at = offset + total * image.width;
        total++;
        if (head.size() < image.arrayHead()) {
            Data value = frame >= 0 && frame < 1L << 53 ? new Data.Numeric(frame) : new Data.Hex(frame);
            head.add(new Value.Leaf(value, at, image.width, null));
        }
        if (frame < 0 || frame >= image.p2mSize) {
            if (beyond++ == 0) {
                beyondAt = at;
                beyondFrame = frame;
            }
        } else {
            image.frames.add(frame);
            image.framesMissing.add(frame);
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
        if (beyond > 0) {
            String more = beyond == 1 ? "" : " (" + beyond + " entries)";
            element.finding(
                    FindingCode.E08,
                    beyondAt,
                    image.width,
                    "frame " + ImageState.hex(beyondFrame) + more + ", the guest has " + ImageState.hex(image.p2mSize)
                            + " PFNs; the restore fails at its end");
        }
        Slice none = new Slice(new byte[0], 0, 0, offset, 0, ByteOrder.LITTLE_ENDIAN);
        return new FieldReader(none)
                .leaf("entries", 0, element.length(), new Data.Numeric(element.length() / image.width), null)
                .value("frames", new Value.Items(head, total))
                .fields();
    }
}
