package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.qemu.DeviceState;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * The state of the device model, written by the toolstack (legacy-stream specification 5.2).
 *
 * <pre>
 *  0                    21      25
 *  +--------------------+-------+---- … ----+
 *  | signature          |length |   state   |   DeviceModelRecord0002, RemusDeviceModelState
 *  +--------------------+-------+---- … ----+
 *  | QemuDeviceModelRecord      |   state   |   up to the end of the stream, without length
 *  +--------------------+------- … ---------+
 * </pre>
 */
final class QemuRecord {

    private static final int SIGNATURE = 21;
    private static final int LENGTH = 4;
    private static final int LOOK = 1 << 16;
    private static final byte[] QEVM = {'Q', 'E', 'V', 'M'};

    private final ImageState image;
    private final Supplier<Step> next;

    QemuRecord(ImageState image, Supplier<Step> next) {
        this.image = image;
        this.next = next;
    }

    Step start() {
        return ImageState.ahead(this::begun);
    }

    private Step begun(Slice seen) {
        Element element = image.begin("QEMU_RECORD", null, seen, SIGNATURE, SIGNATURE);
        return Step.read(SIGNATURE, in -> signature(in, element));
    }

    private Step signature(Slice in, Element element) {
        String signature = in.text();
        return switch (signature) {
            case "DeviceModelRecord0002" -> {
                image.release.seen(Release.V4_1);
                element.grow(SIGNATURE + LENGTH);
                yield Step.read(LENGTH, length -> counted(signature, length, element));
            }
            case "RemusDeviceModelState" -> {
                image.release.seen(Release.V4_0);
                image.remusState = true;
                element.grow(SIGNATURE + LENGTH);
                yield Step.read(LENGTH, length -> counted(signature, length, element));
            }
            case "QemuDeviceModelRecord" -> uncounted(signature, element);
            default ->
                image.lost(
                        element.start(),
                        FindingCode.E46,
                        element.start(),
                        SIGNATURE,
                        "none of the signatures a toolstack writes: " + image.failure());
        };
    }

    private Step counted(String signature, Slice in, Element begun) {
        long length = in.u32(0);
        begun.grow(SIGNATURE + LENGTH + length, length);
        DeviceState state = state(begun.start() + SIGNATURE + LENGTH);
        return Step.stream(length, state, () -> {
            state.checkMagic(begun, length);
            return complete(signature, state, begun, SIGNATURE + LENGTH, length);
        });
    }

    private DeviceState state(long offset) {
        return new DeviceState(offset, image.migration().options());
    }

    private Step complete(String signature, DeviceState state, Element element, int at, long length) {
        Slice none = new Slice(new byte[0], 0, 0, element.start(), 0, ByteOrder.LITTLE_ENDIAN);
        FieldReader fields = new FieldReader(none);
        fields.value("signature", new Value.Leaf(new Data.Text(signature), element.start(), SIGNATURE, null));
        state.describe(fields, at, length, DeviceState.Emulator.UNKNOWN, element);
        image.complete(element, fields.fields());
        return next.get();
    }

    private Step uncounted(String signature, Element element) {
        boolean moreDue = image.knowledge().handshakeSeen
                || image.rounds > 0
                || image.isRemus()
                || image.release.isAtLeast(Release.V4_1) && !image.lastCheckpoint;
        if (moreDue) {
            image.swallowed = true;
            element.finding(
                    FindingCode.E47,
                    element.start(),
                    SIGNATURE,
                    "it takes everything that follows, further rounds too");
        }
        return Step.peek(QEVM.length, seen -> {
            if (!seen.startsWith(QEVM)) {
                element.finding(
                        FindingCode.E48,
                        seen.offset(),
                        QEVM.length,
                        "state of the device model begins otherwise: " + image.failure());
            }
            return toEnd(signature, element, state(seen.offset()), 0);
        });
    }

    /** Whatever comes up to the end of the direction, a bounded part at a time. */
    private Step toEnd(String signature, Element element, DeviceState state, long before) {
        return Step.peek(LOOK, seen -> {
            int count = seen.length();
            element.grow(SIGNATURE + before + count);
            if (count == 0) {
                return complete(signature, state, element, SIGNATURE, before);
            }
            return Step.stream(count, state, () -> toEnd(signature, element, state, before + count));
        });
    }
}
