package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * HVM_CONTEXT (0x09): the hypervisor's state of an HVM guest, a run of save records (modern-stream specification 4.8).
 *
 * <pre>
 *  0   2   4       8
 *  +---+---+-------+-- … --+
 *  |typ|ins|length | data  |   repeated, up to a record of type 0
 *  +---+---+-------+-- … --+
 * </pre>
 */
final class HvmContext implements RecordBody {

    static final RecordType TYPE = new RecordType(
            0x09, "HVM_CONTEXT", RecordType.Guests.HVM, 8, (image, offset, length) -> new HvmContext(image, offset));

    private static final int HEADER = 8;
    private static final int END = 0;
    private static final int IOAPIC = 4;

    private final ImageState image;
    private final long offset;
    private final Digest digest = new Digest();
    private final byte[] header = new byte[HEADER];
    private final List<Value> records = new ArrayList<>();
    private int headerSeen;
    private long position;
    private long dataLeft;
    private int total;
    private boolean ended;
    private boolean broken;
    private boolean ioapic;

    private HvmContext(ImageState image, long offset) {
        this.image = image;
        this.offset = offset;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        digest.octets(octets, index, length);
        int at = index;
        int end = index + length;
        while (at < end && !ended && !broken) {
            if (dataLeft > 0) {
                int taken = (int) Math.min(dataLeft, end - at);
                at += taken;
                position += taken;
                dataLeft -= taken;
            } else {
                header[headerSeen++] = octets[at++];
                position++;
                if (headerSeen == HEADER) {
                    saveRecord();
                }
            }
        }
    }

    private void saveRecord() {
        headerSeen = 0;
        Slice in = new Slice(header.clone(), 0, HEADER, offset + position - HEADER, 0, image.order);
        int type = in.u16(0);
        ended = type == END;
        ioapic |= type == IOAPIC;
        dataLeft = in.u32(4);
        total++;
        if (records.size() < image.arrayHead()) {
            records.add(new FieldReader(in)
                    .u16("type", 0)
                    .u16("instance", 2)
                    .u32("length", 4)
                    .fields());
        }
    }

    @Override
    public void missing(long count) {
        digest.missing(count);
        broken |= !ended && (dataLeft < count || headerSeen > 0);
        dataLeft -= Math.min(count, dataLeft);
        position += count;
    }

    @Override
    public Fields finish(Element element) {
        if (element.bodyLength() == 0) {
            element.finding(FindingCode.HVR_001, element.start() + 4, 4, "expected the hypervisor's state");
        }
        if (image.hvmContextSeen) {
            element.finding(FindingCode.HVR_003, element.start(), 8, "the last one wins");
        }
        image.hvmContextSeen = true;
        if (ended) {
            image.knowledge().ioapic = ioapic;
        }
        FieldReader fields = new FieldReader(new Slice(header, 0, 0, offset, 0, image.order));
        OpaqueBody.describe(fields, digest, 0, element.bodyLength());
        fields.value("save_records", new Value.Items(records, total));
        return fields.fields();
    }
}
