package io.xenscope.dissect.xapi;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * DEMU (0x0F10): the state of a vGPU, in a format of its own and without a length (carriers specification 1.1.4).
 *
 * <pre>
 *  0       8       16
 *  +-------+-------+---- … ----+
 *  | type  |   0   |   state   |   up to the next header: searched for, or the last 16 octets of its own connection
 *  +-------+-------+---- … ----+
 * </pre>
 */
final class VgpuState {

    private static final int HEADER = 16;
    private static final int LOOK = 1 << 16;

    /** A header found by search announces no more. */
    private static final long PLAUSIBLE = 1 << 20;

    private final Reporter reporter;
    private final Element element;
    private final boolean alone;
    private final Supplier<Step> next;
    private final Digest digest = new Digest();
    private long length;

    /**
     * @param element begun with its header
     * @param alone whether it has a connection of its own
     * @param next the header that follows
     */
    VgpuState(Reporter reporter, Element element, boolean alone, Supplier<Step> next) {
        this.reporter = reporter;
        this.element = element;
        this.alone = alone;
        this.next = next;
        String how = alone ? "the last header ends it" : "the next header is searched for, which may err";
        element.finding(FindingCode.XIMG_VGPU_OPAQUE, element.start(), HEADER, how);
    }

    Step start() {
        return Step.peek(LOOK, this::seen);
    }

    private Step seen(Slice in) {
        int header = alone ? lastHeader(in) : nextHeader(in);
        if (header >= 0) {
            return pass(header, this::complete);
        }
        if (in.length() < LOOK) {
            // To the end of the direction, where one more header is announced.
            element.grow(HEADER + length + in.length() + HEADER, 0);
            return Step.stream(in.length() + (long) HEADER, digest, this::complete);
        }
        return pass(LOOK - HEADER, this::start);
    }

    private Step pass(int count, Supplier<Step> then) {
        length += count;
        element.grow(HEADER + length, 0);
        return Step.stream(count, digest, then);
    }

    private Step complete() {
        reporter.record(element, fields());
        return next.get();
    }

    private Fields fields() {
        Slice none = new Slice(new byte[0], 0, 0, element.start(), 0, ByteOrder.LITTLE_ENDIAN);
        FieldReader fields = new FieldReader(none);
        OpaqueBody.describe(fields, digest, HEADER, length);
        return fields.fields();
    }

    private static int lastHeader(Slice in) {
        int at = in.length() - HEADER;
        return in.length() < LOOK && at >= 0 && isHeader(in, at, ImageRecord.END_OF_IMAGE) ? at : -1;
    }

    private static int nextHeader(Slice in) {
        for (int at = 0; at + HEADER <= in.length(); at++) {
            // All types that may follow have their first octet in this set.
            int first = in.u8(at);
            boolean candidate = first == 0x11 || first == 0x13 || first == 0x00 || first == 0xff;
            if (candidate
                    && (isHeader(in, at, ImageRecord.END_OF_IMAGE)
                            || isHeader(in, at, ImageRecord.VARSTORED)
                            || isHeader(in, at, ImageRecord.SWTPM)
                            || isHeader(in, at, ImageRecord.QEMU_TRAD))) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isHeader(Slice in, int at, ImageRecord type) {
        long announced = in.u64(at + 8);
        boolean sound = type == ImageRecord.END_OF_IMAGE ? announced == 0 : announced > 0 && announced <= PLAUSIBLE;
        return sound && in.u64(at) == type.id();
    }
}
