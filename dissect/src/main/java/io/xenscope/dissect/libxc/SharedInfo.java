package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** SHARED_INFO (0x07): the page a PV guest shares with the hypervisor, 4096 octets (modern-stream specification 4.6). */
final class SharedInfo extends WholeBody {

    static final RecordType TYPE = new RecordType(
            0x07, "SHARED_INFO", RecordType.Guests.PV, 8, (image, offset, length) -> new SharedInfo(image, offset));

    private static final long LENGTH = 4096;

    private final ImageState image;

    private SharedInfo(ImageState image, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        if (!image.pvInfoSeen) {
            element.finding(FindingCode.PVR_013, element.start(), 8, "the guest's width is not known yet");
        }
        if (element.bodyLength() != LENGTH) {
            element.finding(
                    FindingCode.PVR_014, element.start() + 4, 4, "expected 4096 octets, found " + element.bodyLength());
        }
        FieldReader fields = new FieldReader(in);
        if (whole) {
            Digest digest = new Digest();
            digest.octets(in.octets(), in.start(), in.length());
            OpaqueBody.describe(fields, digest, 0, in.length());
        }
        return fields.fields();
    }
}
