package io.xenscope.dissect.libxc;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.RecordWalk;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** The body of a record that should have none and signals by its type alone (modern-stream specification 4.9). */
abstract class EmptyBody implements RecordBody {

    /** What the signal means for the image. */
    abstract void signal(Element element);

    @Override
    public final void octets(byte[] octets, int index, int length) {}

    @Override
    public final void missing(long count) {}

    @Override
    public final Fields finish(Element element) {
        if (element.bodyLength() != 0) {
            element.finding(
                    FindingCode.LXC_019,
                    element.start() + RecordWalk.HEADER,
                    element.bodyLength(),
                    "expected no body, found " + element.bodyLength() + " octets");
        }
        signal(element);
        return Fields.NONE;
    }
}
