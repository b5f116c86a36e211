package io.xenscope.dissect.xapi;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.qemu.DeviceState;
import java.nio.ByteOrder;

/**
 * The body of QEMU_TRAD: the state of a device model, written by both flavours of QEMU in spite of the name (carriers
 * specification 1.1).
 */
final class DeviceModelState implements RecordBody {

    private final DeviceState state;
    private final long offset;

    DeviceModelState(long offset, DissectOptions options) {
        this.state = new DeviceState(offset, options);
        this.offset = offset;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        state.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        state.missing(count);
    }

    @Override
    public long memory() {
        return state.memory();
    }

    @Override
    public Fields finish(Element element) {
        state.checkMagic(element, element.bodyLength());
        Slice none = new Slice(new byte[0], 0, 0, offset, element.firstTime(), ByteOrder.LITTLE_ENDIAN);
        FieldReader fields = new FieldReader(none);
        state.describe(fields, 0, element.bodyLength(), DeviceState.Emulator.UNKNOWN, element);
        return fields.fields();
    }
}
