package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import java.util.HashSet;
import java.util.Set;

/** Checks of LAPIC and LAPIC_REGS (payload specification A.3, F). */
final class ApicChecks {

    private static final int MOST_DIVISOR = 128;
    private static final int SLOT = 16;
    private static final int REGISTER = 4;
    private static final int PAGE = 1024;

    private final Findings findings;

    /** Virtual CPUs whose local APIC is in x2APIC mode. */
    private final Set<Integer> x2apic = new HashSet<>();

    ApicChecks(Findings findings) {
        this.findings = findings;
    }

    void lapic(int vcpu, LayoutView lapic) {
        if (lapic.has("apic_base_msr")) {
            boolean extended = lapic.bits("apic_base_msr", "EXTD") != 0;
            boolean enabled = lapic.bits("apic_base_msr", "ENABLE") != 0;
            findings.when(
                    extended && !enabled,
                    FindingCode.LAPIC_001,
                    lapic.offset("apic_base_msr"),
                    8,
                    "vCPU " + vcpu + ": " + Findings.hex(lapic.get("apic_base_msr")));
            if (extended && enabled) {
                x2apic.add(vcpu);
            }
        }
        if (lapic.has("timer_divisor")) {
            long divisor = lapic.get("timer_divisor");
            findings.when(
                    Long.bitCount(divisor) != 1 || divisor > MOST_DIVISOR,
                    FindingCode.LAPIC_002,
                    lapic.offset("timer_divisor"),
                    4,
                    "vCPU " + vcpu + ": divisor " + divisor);
        }
    }

    void registers(int vcpu, LayoutView record) {
        LayoutView page = record.inner("data", 0);
        if (x2apic.contains(vcpu) && page.has("ID") && page.has("LDR")) {
            long id = page.get("ID");
            long expected = id >>> 4 << 16 | 1L << (id & 15);
            findings.when(
                    page.get("LDR") != (expected & 0xffff_ffffL),
                    FindingCode.LAPIC_003,
                    page.offset("LDR"),
                    4,
                    "vCPU " + vcpu + ": LDR " + Findings.hex(page.get("LDR")) + ", expected " + Findings.hex(expected));
        }
        for (int slot = 0; slot < PAGE; slot += SLOT) {
            int from = slot < 2 * SLOT ? slot : slot + REGISTER;
            if (!page.octets().isZero(from, slot + SLOT - from)) {
                findings.add(
                        FindingCode.LAPIC_004,
                        page.octets().offset() + from,
                        slot + SLOT - from,
                        "vCPU " + vcpu + ": register " + Findings.hex(slot));
            }
        }
    }
}
