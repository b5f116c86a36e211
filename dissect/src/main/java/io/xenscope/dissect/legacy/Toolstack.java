package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.qemu.ToolstackBlob;
import java.util.function.Supplier;

/**
 * TOOLSTACK (−18): what libxl knows of the device model (legacy-stream specification 4.4.6).
 *
 * <pre>
 *  0       4       8             8+length
 *  +-------+-------+----- … -----+
 *  | −18   | length|    blob     |
 *  +-------+-------+----- … -----+
 * </pre>
 */
final class Toolstack {

    private final ImageState image;
    private final Slice in;
    private final Element element;

    private Toolstack(ImageState image, Slice in, Element element) {
        this.image = image;
        this.in = in;
        this.element = element;
    }

    static Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next) {
        Element element = image.begin(type, header, 8, 0);
        return Step.read(4, size -> {
            long length = size.u32(0);
            element.grow(8 + length, length);
            KeptOctets kept = new KeptOctets(element.start() + 8, image.bodyKept());
            return Step.stream(length, kept, () -> {
                image.complete(element, new Toolstack(image, kept.seen(), element).fields());
                return next.get();
            });
        });
    }

    private Fields fields() {
        long length = element.bodyLength();
        ToolstackBlob blob = new ToolstackBlob(in, length);
        if (length == 0) {
            element.finding(FindingCode.E55, element.start() + 4, 4, "receivers may fail to allocate no octets");
        } else if (!blob.hasVersion()) {
            element.finding(
                    FindingCode.E54,
                    element.start() + 4,
                    8,
                    "expected version 1 and at least 8 octets; libxl refuses it at the end of the restore");
        } else if (!blob.isFilled()) {
            element.finding(
                    FindingCode.E54,
                    in.offset() + 4,
                    4,
                    in.u32(4) + " entries do not fill " + length + " octets, whichever the toolstack's width");
        }
        blob.checkNames(element);
        FieldReader fields = new FieldReader(in);
        blob.describe(fields, image.layouts(), image.looksInside(), image.arrayHead());
        return fields.fields();
    }
}
