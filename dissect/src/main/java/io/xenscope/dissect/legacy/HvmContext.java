package io.xenscope.dissect.legacy;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.ContextFindings;
import io.xenscope.dissect.hvm.Cr4Features;
import io.xenscope.dissect.hvm.FoundInState;
import io.xenscope.dissect.hvm.GuestFacts;
import io.xenscope.dissect.hvm.SaveRecords;
import io.xenscope.dissect.layout.Release;
import io.xenscope.dissect.layout.Xstate;
import io.xenscope.dissect.migration.Element;

/**
 * The hypervisor's state of an HVM guest, a run of {@linkplain SaveRecords save records} (legacy-stream specification
 * 5.2).
 *
 * <pre>
 *  0       4
 *  +-------+-- … ------------+
 *  |length | save records    |
 *  +-------+-- … ------------+
 * </pre>
 */
final class HvmContext implements RecordBody {

    private final ImageState image;
    private final long offset;
    private final ContextFindings findings;
    private final SaveRecords records;
    private final FoundInState found = new FoundInState();

    HvmContext(ImageState image, long offset) {
        this.image = image;
        this.offset = offset;
        Xstate xstate = new Xstate();
        this.findings = new ContextFindings(found, true, Release.UNKNOWN, new GuestFacts(0, new Cr4Features(), xstate));
        this.records = new SaveRecords(offset, image.migration().options(), Release.UNKNOWN, xstate, findings);
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        records.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        records.missing(count);
    }

    @Override
    public long memory() {
        return records.memory();
    }

    @Override
    public Fields finish(Element element) {
        Fields fields = records.finish(element.bodyLength());
        records.tellCut(element);
        boolean sound = records.beginsWithHeader() && records.hasMagic() && records.isEnded();
        if (records.isLossless() && !sound) {
            String what = !records.beginsWithHeader()
                    ? "does not begin with a header record"
                    : records.hasMagic() ? "has no end record" : "has a header record with another magic";
            element.finding(FindingCode.E49, offset, 0, what + "; Xen refuses it");
        }
        found.handTo(element);
        // The parameters of a round stand before its tail.
        image.enlightenments.state(findings);
        image.enlightenments.check(element, element.start(), 0);
        return fields;
    }
}
