package io.xenscope.dissect.libxc;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.ContextFindings;
import io.xenscope.dissect.hvm.FoundInState;
import io.xenscope.dissect.hvm.SaveRecords;
import io.xenscope.dissect.migration.Element;

/**
 * HVM_CONTEXT (0x09): the hypervisor's state of an HVM guest, a run of {@linkplain SaveRecords save records}
 * (modern-stream specification 4.8).
 */
final class HvmContext implements RecordBody {

    static final RecordType TYPE = new RecordType(
            0x09, "HVM_CONTEXT", RecordType.Guests.HVM, 8, (image, offset, length) -> new HvmContext(image, offset));

    private final ImageState image;
    private final SaveRecords records;
    private final FoundInState found = new FoundInState();
    private final ContextFindings findings;

    private HvmContext(ImageState image, long offset) {
        this.image = image;
        this.findings = new ContextFindings(found, false, image.release(), image.guestFacts());
        this.records = new SaveRecords(offset, image.migration().options(), image.release(), image.xstate, findings);
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
        if (element.bodyLength() == 0) {
            element.finding(FindingCode.HVR_001, element.start() + 4, 4, "expected the hypervisor's state");
        }
        if (image.hvmContextSeen && !image.epochLost) {
            element.finding(FindingCode.HVR_003, element.start(), 8, "the last one wins");
        }
        image.hvmContextSeen = true;
        image.enlightenments.state(findings);
        if (records.isEnded()) {
            image.knowledge().ioapic = records.hasIoapic();
        }
        Fields fields = records.finish(element.bodyLength());
        records.tellCut(element);
        found.handTo(element);
        return fields;
    }
}
