package io.xenscope.dissect.libxl;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.RecordWalk;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** END, LIBXC_CONTEXT and CHECKPOINT_END say all by their type (modern-stream specification 3.3, 3.7, 3.9). */
final class SignalBody implements RecordBody {

    private final FindingCode withBody;

    SignalBody(long id) {
        withBody = id == LibxlRecords.END
                ? FindingCode.LXL_010
                : id == LibxlRecords.LIBXC_CONTEXT ? FindingCode.LXL_011 : FindingCode.LXL_030;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {}

    @Override
    public void missing(long count) {}

    @Override
    public Fields finish(Element element) {
        if (element.bodyLength() != 0) {
            element.finding(
                    withBody,
                    element.start() + RecordWalk.HEADER,
                    element.bodyLength(),
                    "expected no body, found " + element.bodyLength() + " octets");
        }
        return Fields.NONE;
    }
}
