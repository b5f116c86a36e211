package io.xenscope.dissect.xapi;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.qemu.DeviceState;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The state of the device model as xapi writes it behind the image of an HVM guest (carriers specification 1.2).
 *
 * <pre>
 *  0                        22      26
 *  +----------- … ----------+-------+---- … ----+
 *  |QemuDeviceModelRecord\n |length |   state   |   length: big-endian
 *  +----------- … ----------+-------+---- … ----+
 * </pre>
 */
final class DeviceModelRecord {

    private static final byte[] SIGNATURE = "QemuDeviceModelRecord\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = SIGNATURE.length + 4;

    /** Receivers reject more. */
    private static final long MOST = 1 << 20;

    private final Reporter reporter;
    private final DissectOptions options;
    private final Supplier<Step> next;

    /** @param next what follows */
    DeviceModelRecord(Reporter reporter, DissectOptions options, Supplier<Step> next) {
        this.reporter = reporter;
        this.options = options;
        this.next = next;
    }

    Step start() {
        // A handshake, which begins with 0, may stand in its place.
        return Step.peek(1, first -> {
            boolean there = first.length() > 0 && first.u8(0) != 0;
            return there ? Step.peek(SIGNATURE.length, this::signature) : missing(first);
        });
    }

    private Step missing(Slice seen) {
        reporter.finding(
                FindingCode.XIMG_NO_QEMU,
                seen.offset(),
                0,
                "the image of an HVM guest ends without it; receivers fail");
        return seen.length() == 0 ? SuspendImage.nothing() : next.get();
    }

    private Step signature(Slice seen) {
        if (seen.agreesWith(SIGNATURE)) {
            return Step.read(PREFIX, this::record);
        }
        reporter.finding(
                FindingCode.E46, seen.offset(), seen.length(), "expected QemuDeviceModelRecord and a line end of xapi");
        reporter.framingLost();
        return Step.opaque(seen.offset());
    }

    private Step record(Slice in) {
        long length = in.in(ByteOrder.BIG_ENDIAN).u32(SIGNATURE.length);
        Slice signature = in.part(0, SIGNATURE.length - 1).copy();
        Element element =
                reporter.begin(Layer.XAPI, "QEMU_RECORD", null, in.offset(), PREFIX + length, length, in.time());
        if (length > MOST) {
            element.finding(
                    FindingCode.XIMG_LEN_BIG,
                    in.offset() + SIGNATURE.length,
                    4,
                    length + " octets, receivers accept " + MOST);
        }
        DeviceState state = new DeviceState(in.offset() + PREFIX, options);
        return Step.stream(length, state, () -> {
            state.checkMagic(element, length);
            FieldReader fields = new FieldReader(signature).text("signature", 0, signature.length());
            state.describe(fields, PREFIX, length, DeviceState.Emulator.UNKNOWN, element);
            reporter.record(element, fields.fields());
            return next.get();
        });
    }
}
