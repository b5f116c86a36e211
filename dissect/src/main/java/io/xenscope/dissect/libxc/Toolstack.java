package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.qemu.ToolstackBlob;

/**
 * TOOLSTACK (0x0B): given up before a release carried it; every receiver refuses it (specification 4.4, 7.1 D9). It would
 * be the {@linkplain ToolstackBlob blob} of legacy streams.
 */
final class Toolstack extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x0b, "TOOLSTACK", RecordType.Guests.ALL, 0, (image, offset, length) -> new Toolstack(image, offset));

    private final ImageState image;

    private Toolstack(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        element.finding(FindingCode.LXC_018, element.start(), 4, "no released receiver accepts it");
        ToolstackBlob blob = new ToolstackBlob(in, element.bodyLength());
        if (!blob.hasVersion()) {
            element.finding(FindingCode.TOOL_001, in.offset(), 4, "expected version 1 and at least 8 octets");
        } else if (!blob.isFilled()) {
            element.finding(
                    FindingCode.TOOL_002,
                    in.offset() + 4,
                    4,
                    in.u32(4) + " entries do not fill " + in.length() + " octets, whichever the toolstack's width");
        }
        blob.checkNames(element);
        FieldReader fields = new FieldReader(in);
        blob.describe(fields, image.layouts(), image.looksInside(), image.arrayHead());
        return fields.fields();
    }
}
