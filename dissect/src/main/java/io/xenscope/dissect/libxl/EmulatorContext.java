package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * EMULATOR_CONTEXT (3): the device model's own save file, verbatim (modern-stream specification 3.6).
 *
 * <pre>
 *  0        8       12      16          length
 *  +--------+-------+-------+---- … ----+
 *  | prefix | QEVM  |version| sections  |   version big-endian
 *  +--------+-------+-------+---- … ----+
 * </pre>
 */
final class EmulatorContext implements RecordBody {

    private static final byte[] QEVM = {'Q', 'E', 'V', 'M'};
    private static final int HEAD = EmulatorPrefix.LENGTH + 8;

    private final StreamState stream;
    private final long offset;
    private final Digest digest = new Digest();
    private final byte[] head = new byte[HEAD];
    private int headSeen;
    private long position;

    EmulatorContext(StreamState stream, long offset) {
        this.stream = stream;
        this.offset = offset;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        if (headSeen == position && headSeen < HEAD) {
            int taken = Math.min(HEAD - headSeen, length);
            System.arraycopy(octets, index, head, headSeen, taken);
            headSeen += taken;
        }
        int prefix = (int) Math.max(0, Math.min(length, EmulatorPrefix.LENGTH - position));
        digest.octets(octets, index + prefix, length - prefix);
        position += length;
    }

    @Override
    public void missing(long count) {
        digest.missing(count);
        position += count;
    }

    @Override
    public Fields finish(Element element) {
        Slice in = new Slice(Arrays.copyOf(head, headSeen), 0, headSeen, offset, 0, stream.order);
        EmulatorPrefix.checkGuest(stream, element);
        if (stream.contextSeen) {
            element.finding(FindingCode.LXL_027, element.start(), 8, "the receiver overwrites its file");
        }
        stream.contextSeen = true;
        long payload = element.bodyLength() - EmulatorPrefix.LENGTH;
        if (payload < 0) {
            element.finding(
                    FindingCode.LXL_015,
                    element.start() + 4,
                    4,
                    "expected at least 8 octets, found " + element.bodyLength());
            return EmulatorPrefix.fields(in).fields();
        }
        if (headSeen >= EmulatorPrefix.LENGTH) {
            EmulatorPrefix.check(in, stream, element);
        }
        FieldReader fields = EmulatorPrefix.fields(in);
        if (headSeen == Math.min(HEAD, element.bodyLength())) {
            Slice file = in.part(EmulatorPrefix.LENGTH, headSeen - EmulatorPrefix.LENGTH);
            if (file.startsWith(QEVM)) {
                fields.text("magic", EmulatorPrefix.LENGTH, QEVM.length);
                if (file.length() >= 8) {
                    long version = file.in(ByteOrder.BIG_ENDIAN).u32(4);
                    fields.leaf("version", EmulatorPrefix.LENGTH + 4, 4, new Data.Numeric(version), null);
                }
            } else {
                element.finding(FindingCode.LXL_026, file.offset(), 4, "expected QEVM");
            }
        }
        OpaqueBody.describe(fields, digest, EmulatorPrefix.LENGTH, payload);
        return fields.fields();
    }
}
