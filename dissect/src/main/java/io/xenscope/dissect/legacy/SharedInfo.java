package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Release;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;

/** The page a PV guest shares with the hypervisor, at the end of a PV tail (legacy-stream specification 5.1). */
final class SharedInfo extends WholeBody {

    static final int LENGTH = 4096;

    private final ImageState image;

    SharedInfo(ImageState image, long offset) {
        super(offset, ByteOrder.LITTLE_ENDIAN, LENGTH);
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        FieldReader fields = new FieldReader(in);
        Digest digest = new Digest();
        if (whole) {
            digest.octets(in.octets(), in.start(), in.length());
        } else {
            digest.missing(LENGTH - in.length());
        }
        OpaqueBody.describe(fields, digest, 0, LENGTH);
        if (!image.looksInside()) {
            return fields.fields();
        }
        String struct = image.guestWidth == 4 ? "shared_info_x86_32" : "shared_info_x86_64";
        LayoutReader layouts = image.layouts(Release.LAST_LEGACY);
        return fields.value("page", layouts.readPage(Tables.sharedInfo(), struct, seen(), LENGTH))
                .fields();
    }
}
