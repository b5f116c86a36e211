package io.xenscope.dissect.libxc;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** TOOLSTACK (0x0B): given up before a release carried it; every receiver refuses it (specification 4.4, 7.1 D9). */
final class Toolstack implements RecordBody {

    static final RecordType TYPE = new RecordType(
            0x0b, "TOOLSTACK", RecordType.Guests.ALL, 0, (image, offset, length) -> new Toolstack(offset));

    private final OpaqueBody opaque;

    private Toolstack(long offset) {
        opaque = new OpaqueBody(offset);
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        opaque.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        opaque.missing(count);
    }

    @Override
    public Fields finish(Element element) {
        element.finding(FindingCode.LXC_018, element.start(), 4, "no released receiver accepts it");
        return opaque.finish(element);
    }
}
