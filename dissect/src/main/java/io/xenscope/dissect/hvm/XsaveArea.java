package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong with an XSAVE area and the masks before it, whichever record carries them (XSV-004 to XSV-007). */
public final class XsaveArea {

    private static final long X87 = 1;
    private static final long SSE = 2;
    private static final long YMM = 4;
    private static final long BOUNDS = 0x18;
    private static final long AVX512 = 0xe0;
    private static final long TILES = 0x6_0000;
    private static final int LEAST = 576;

    private final LayoutView record;
    private final long length;

    /** A fault, with the code it has in CPU_XSAVE. */
    public record Fault(FindingCode code, long offset, long length, String text) {}

    /** @param record a structure with xcr0, xcr0_accum and save_area */
    public XsaveArea(LayoutView record, long length) {
        this.record = record;
        this.length = length;
    }

    /** What was found. */
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (!record.has("xcr0") || !record.has("xcr0_accum")) {
            return faults;
        }
        long used = record.get("xcr0_accum");
        if (used == 0 && record.get("xcr0") == 0) {
            // A virtual CPU that never used the state; old releases write an area all the same.
            return faults;
        }
        for (String mask : List.of("xcr0", "xcr0_accum")) {
            if (isInvalid(record.get(mask))) {
                faults.add(fault(FindingCode.XSV_007, record, mask));
            }
        }
        if ((record.get("xcr0") & ~used) != 0) {
            faults.add(fault(FindingCode.XSV_006, record, "xcr0"));
        }
        long area = length - (record.offset("save_area") - record.octets().offset());
        if (area < LEAST) {
            return faults;
        }
        LayoutView header = record.rest("save_area", length).inner("header", 0);
        if (header.has("xstate_bv") && (header.get("xstate_bv") & ~used) != 0) {
            faults.add(fault(FindingCode.XSV_006, header, "xstate_bv"));
        }
        if (header.has("xcomp_bv") && header.get("xcomp_bv") != 0) {
            faults.add(fault(FindingCode.XSV_004, header, "xcomp_bv"));
        }
        if (!header.isZero("reserved")) {
            faults.add(new Fault(FindingCode.XSV_005, header.offset("reserved"), 48, "reserved words are not zero"));
        }
        return faults;
    }

    private static Fault fault(FindingCode code, LayoutView view, String field) {
        return new Fault(code, view.offset(field), 8, field + " is " + Findings.hex(view.get(field)));
    }

    private static boolean isInvalid(long mask) {
        boolean halves = (mask & YMM) != 0 && (mask & SSE) == 0;
        boolean avx512 = isPartly(mask, AVX512) || (mask & AVX512) != 0 && (mask & YMM) == 0;
        return (mask & X87) == 0 || halves || avx512 || isPartly(mask, BOUNDS) || isPartly(mask, TILES);
    }

    private static boolean isPartly(long mask, long group) {
        return (mask & group) != 0 && (mask & group) != group;
    }
}
