package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.qemu.DeviceState;
import java.util.Arrays;

/**
 * EMULATOR_CONTEXT (3): the device model's own save file, verbatim (modern-stream specification 3.6).
 *
 * <pre>
 *  0        8                length
 *  +--------+----- … --------+
 *  | prefix |  device state  |
 *  +--------+----- … --------+
 * </pre>
 */
final class EmulatorContext implements RecordBody {

    private static final int PREFIX = EmulatorPrefix.LENGTH;

    private final StreamState stream;
    private final long offset;
    private final DeviceState state;
    private final byte[] head = new byte[PREFIX];
    private int headSeen;
    private long position;

    EmulatorContext(StreamState stream, long offset) {
        this.stream = stream;
        this.offset = offset;
        this.state = new DeviceState(offset + PREFIX, stream.migration().options());
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        int prefix = (int) Math.max(0, Math.min(length, PREFIX - position));
        if (headSeen == position) {
            System.arraycopy(octets, index, head, headSeen, prefix);
            headSeen += prefix;
        }
        state.octets(octets, index + prefix, length - prefix);
        position += length;
    }

    @Override
    public void missing(long count) {
        long prefix = Math.max(0, Math.min(count, PREFIX - position));
        if (count > prefix) {
            state.missing(count - prefix);
        }
        position += count;
    }

    @Override
    public long memory() {
        return state.memory();
    }

    @Override
    public Fields finish(Element element) {
        Slice in = new Slice(Arrays.copyOf(head, headSeen), 0, headSeen, offset, 0, stream.order);
        EmulatorPrefix.checkGuest(stream, element);
        if (stream.contextSeen) {
            element.finding(FindingCode.LXL_027, element.start(), 8, "the receiver overwrites its file");
        }
        stream.contextSeen = true;
        long payload = element.bodyLength() - PREFIX;
        if (payload < 0) {
            element.finding(
                    FindingCode.LXL_015,
                    element.start() + 4,
                    4,
                    "expected at least 8 octets, found " + element.bodyLength());
            return EmulatorPrefix.fields(in).fields();
        }
        if (headSeen == PREFIX) {
            EmulatorPrefix.check(in, stream, element);
        }
        if (!state.hasMagic() || payload < DeviceState.MAGIC_LENGTH) {
            element.finding(FindingCode.LXL_026, offset + PREFIX, 4, "expected QEVM");
        }
        FieldReader fields = EmulatorPrefix.fields(in);
        state.describe(fields, PREFIX, payload, EmulatorPrefix.emulator(in), element);
        return fields.fields();
    }
}
