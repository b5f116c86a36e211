package io.xenscope.dissect.xl;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.qemu.DeviceState;
import java.nio.charset.StandardCharsets;

/**
 * What may follow the outermost END on the way to the receiver: {@code go} of xl migrate, a device-model record behind
 * a bare image, or nothing (modern-stream specification 1.4, 1.6, 1.9 AFTER_END).
 */
public final class StreamEnd {

    private static final byte[] DEVICE_MODEL = "DeviceModelRecord0002".getBytes(StandardCharsets.US_ASCII);
    private static final int DEVICE_MODEL_PREFIX = 25;

    private final Migration migration;
    private final Reporter reporter;
    private final boolean connection;

    /** @param connection whether the input is a connection, on which go is due, rather than a file */
    public StreamEnd(Migration migration, Reporter reporter, boolean connection) {
        this.migration = migration;
        this.reporter = reporter;
        this.connection = connection;
    }

    /** Behind the END of a libxl stream. */
    public Step step() {
        reporter.enter(Layer.XL);
        return Step.peek(1, first -> first.length() == 0 ? nothing() : Step.peek(Handshake.GO.length(), this::go));
    }

    /** Behind the END of a libxl stream that no handshake follows. */
    public Step last() {
        return Step.peek(1, first -> first.length() == 0 ? nothing() : surplus(first));
    }

    /** Behind the END of an image that no libxl stream surrounds. */
    public Step behindBareImage() {
        migration.knowledge().endReached = true;
        reporter.enter(Layer.QEMU);
        return Step.peek(
                1, first -> first.length() == 0 ? nothing() : Step.peek(DEVICE_MODEL_PREFIX, this::deviceModel));
    }

    private static Step nothing() {
        return Step.read(1, in -> Step.opaque(in.offset()));
    }

    private Step go(Slice seen) {
        if (Handshake.begunBy(seen) == Handshake.GO) {
            if (Handshake.GO.is(seen)
                    || seen.length() < Handshake.GO.length() && seen.agreesWith(Handshake.GO.octets())) {
                return Step.read(Handshake.GO.length(), this::goRecord);
            }
        }
        return surplus(seen);
    }

    private Step goRecord(Slice in) {
        Element element = reporter.begin(Layer.XL, "GO", null, in.offset(), in.length(), in.length(), in.time());
        migration.knowledge().toolstack = "xl";
        migration.knowledge().handshakeSeen = true;
        migration.goSent(reporter.now());
        reporter.record(element, Fields.NONE);
        return Step.peek(1, rest -> rest.length() == 0 ? nothing() : surplus(rest));
    }

    private Step surplus(Slice seen) {
        boolean goDue = connection && migration.knowledge().handshakeSeen && !migration.knowledge().goSent;
        if (goDue) {
            reporter.finding(
                    FindingCode.HSK_005,
                    seen.offset(),
                    seen.length(),
                    "expected go or nothing; the receiver reports status 0xff and destroys its copy");
        } else {
            reporter.finding(FindingCode.GEN_003, seen.offset(), seen.length(), "nothing reads them");
        }
        return Step.opaque(seen.offset());
    }

    private Step deviceModel(Slice seen) {
        if (!seen.startsWith(DEVICE_MODEL) && !(seen.length() < DEVICE_MODEL.length && seen.agreesWith(DEVICE_MODEL))) {
            return surplus(seen);
        }
        return Step.read(DEVICE_MODEL_PREFIX, this::deviceModelRecord);
    }

    private Step deviceModelRecord(Slice in) {
        long length = in.u32(DEVICE_MODEL.length);
        long start = in.offset();
        Element element =
                reporter.begin(Layer.QEMU, "QEMU_RECORD", null, start, DEVICE_MODEL_PREFIX + length, length, in.time());
        element.finding(FindingCode.GEN_004, start, DEVICE_MODEL.length, "read by the device model's own tools");
        DeviceState state = new DeviceState(start + DEVICE_MODEL_PREFIX, migration.options());
        Slice signature = in.part(0, DEVICE_MODEL.length).copy();
        return Step.stream(length, state, () -> {
            state.checkMagic(element, length);
            FieldReader fields = new FieldReader(signature).text("signature", 0, signature.length());
            state.describe(fields, DEVICE_MODEL_PREFIX, length, DeviceState.Emulator.UNKNOWN, element);
            reporter.record(element, fields.fields());
            return Step.peek(1, rest -> rest.length() == 0 ? nothing() : surplus(rest));
        });
    }
}
