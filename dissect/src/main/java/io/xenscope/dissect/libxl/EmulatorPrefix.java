package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.qemu.DeviceState;
import org.jspecify.annotations.Nullable;

/**
 * The first octets of both emulator records (modern-stream specification 3.4).
 *
 * <pre>
 *  0           4       8
 *  +-----------+-------+
 *  |emulator_id| index |
 *  +-----------+-------+
 * </pre>
 */
final class EmulatorPrefix {

    static final int LENGTH = 8;

    private static final long UNKNOWN = 0;
    private static final long TRADITIONAL = 1;
    private static final long UPSTREAM = 2;

    private EmulatorPrefix() {}

    static void check(Slice in, StreamState stream, Element element) {
        Knowledge known = stream.knowledge();
        long id = in.u32(0);
        long at = in.offset();
        if (id > UPSTREAM) {
            element.finding(FindingCode.LXL_016, at, 4, "expected 0, 1 or 2, found " + id);
        }
        if (id == UNKNOWN && !stream.converted) {
            element.finding(FindingCode.LXL_017, at, 4, "only the converter writes id 0");
        }
        if (id == TRADITIONAL && known.xenAtLeast(4, 21)) {
            element.finding(FindingCode.LXL_018, at, 4, "Xen 4.21 and later have no qemu-traditional");
        }
        boolean judged = stream.migration().options().stateFindings();
        if (id == TRADITIONAL && judged && !known.xenAtLeast(4, 21)) {
            element.finding(FindingCode.EMU_002, at, 4, "receivers from 4.21 on have no such device model");
        }
        if (in.u32(4) != 0) {
            element.finding(FindingCode.LXL_019, at + 4, 4, "expected 0, found " + in.u32(4));
        }
    }

    /** A guest without a device model cannot take the record. */
    static void checkGuest(StreamState stream, Element element) {
        Knowledge known = stream.knowledge();
        boolean foreign =
                known.domainType == Guest.PV || known.domainType == Guest.HVM && known.configured == Guest.PVH;
        if (foreign) {
            element.finding(
                    FindingCode.LXL_013, element.start(), 8, element.type() + " for a guest of type " + known.guest());
        }
    }

    static FieldReader fields(Slice in) {
        return new FieldReader(in)
                .u32("emulator_id", 0, EmulatorPrefix::meaning)
                .u32("index", 4);
    }

    /** Which device model the prefix names, as far as it was seen. */
    static DeviceState.Emulator emulator(Slice in) {
        long id = in.length() < Integer.BYTES ? UNKNOWN : in.u32(0);
        return id == TRADITIONAL
                ? DeviceState.Emulator.TRADITIONAL
                : id == UPSTREAM ? DeviceState.Emulator.UPSTREAM : DeviceState.Emulator.UNKNOWN;
    }

    private static @Nullable String meaning(long id) {
        return id == UNKNOWN
                ? "unknown"
                : id == TRADITIONAL ? "qemu-traditional" : id == UPSTREAM ? "qemu-upstream" : null;
    }
}
