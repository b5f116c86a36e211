package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The hypervisor's state of an HVM guest, a run of save records (legacy-stream specification 5.2).
 *
 * <pre>
 *  0       4
 *  +-------+---+---+-------+-- … --+
 *  |length |typ|ins| octets| data  |   repeated, up to a record of type 0
 *  +-------+---+---+-------+-- … --+
 * </pre>
 */
final class HvmContext implements RecordBody {

    private static final int HEADER = 8;
    private static final int END_TYPE = 0;
    private static final int HEADER_TYPE = 1;
    private static final long MAGIC = 0x5438_1286L;

    private final ImageState image;
    private final long offset;
    private final Digest digest = new Digest();
    private final byte[] header = new byte[HEADER];
    private final Words firstWord = new Words(4, this::magic);
    private final List<Value> records = new ArrayList<>();
    private int headerSeen;
    private long position;
    private long dataLeft;
    private int total;
    private boolean ended;
    private boolean lost;
    private boolean headerFirst;
    private boolean magicSeen;
    private boolean magicRight;

    HvmContext(ImageState image, long offset) {
        this.image = image;
        this.offset = offset;
    }

    private void magic(long word) {
        magicRight |= !magicSeen && word == MAGIC;
        magicSeen = true;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        digest.octets(octets, index, length);
        int at = index;
        int end = index + length;
        while (at < end && !ended && !lost) {
            if (dataLeft > 0) {
                int taken = (int) Math.min(dataLeft, end - at);
                if (total == 1 && !magicSeen) {
                    firstWord.octets(octets, at, Math.min(taken, 4));
                }
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
        Slice in = new Slice(header.clone(), 0, HEADER, offset + position - HEADER, 0, ByteOrder.LITTLE_ENDIAN);
        ended = in.u16(0) == END_TYPE;
        headerFirst |= total == 0 && in.u16(0) == HEADER_TYPE;
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
        lost = true;
    }

    @Override
    public Fields finish(Element element) {
        if (!lost && (!headerFirst || !magicRight || !ended)) {
            String what = !headerFirst
                    ? "does not begin with a header record"
                    : magicRight ? "has no end record" : "has a header record with another magic";
            element.finding(FindingCode.E49, offset, 0, what + "; Xen refuses it");
        }
        FieldReader fields = new FieldReader(new Slice(header, 0, 0, offset, 0, ByteOrder.LITTLE_ENDIAN));
        OpaqueBody.describe(fields, digest, 0, element.bodyLength());
        fields.value("save_records", new Value.Items(records, total));
        return fields.fields();
    }
}
