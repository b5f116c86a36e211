package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;

/** Checks of VIRIDIAN_VCPU, VMCE_VCPU and CPU_MSR (payload specification A.3, F). */
final class VirtualChecks {

    private static final int TIMERS = 4;
    private static final int BANKS = 2;
    private static final int ENTRY = 16;
    private static final int PREFIX = 8;

    /** All capabilities a vendor's guests may have: TES, CMCI, SER, LMCE and the count and CTL bits. */
    private static final long CAPABILITIES = 0x0900_0dffL;

    private final Findings findings;

    VirtualChecks(Findings findings) {
        this.findings = findings;
    }

    void viridianVcpu(LayoutView viridian) {
        findings.when(
                !viridian.isZero("_pad"),
                FindingCode.VIR_001,
                viridian.octets().offset() + 9,
                7,
                "padding is not zero");
        for (int i = 0; i < TIMERS; i++) {
            if (viridian.has("stimer_config_msr", i) && viridian.has("stimer_count_msr", i)) {
                boolean enabled = viridian.bits("stimer_config_msr", i, "enable") != 0;
                boolean useless =
                        viridian.bits("stimer_config_msr", i, "sintx") == 0 || viridian.get("stimer_count_msr", i) == 0;
                findings.when(
                        enabled && useless,
                        FindingCode.VIR_003,
                        viridian.offset("stimer_config_msr", i),
                        8,
                        "timer " + i);
            }
        }
    }

    void machineCheck(LayoutView record) {
        if (!record.has("caps")) {
            return;
        }
        long caps = record.get("caps");
        findings.when(
                (caps & ~CAPABILITIES) != 0,
                FindingCode.VMCE_001,
                record.offset("caps"),
                8,
                "caps " + Findings.hex(caps));
        long banks = record.bits("caps", "count");
        findings.when(banks != BANKS, FindingCode.VMCE_002, record.offset("caps"), 8, banks + " banks");
    }

    void msrs(long length, LayoutView record) {
        if (!record.has("count")) {
            findings.add(FindingCode.MSR_001, record.octets().offset(), length, length + " octets");
            return;
        }
        long count = record.get("count");
        findings.when(
                count == 0 || length != PREFIX + ENTRY * count,
                FindingCode.MSR_001,
                record.offset("count"),
                4,
                count + " entries in " + length + " octets");
        findings.when(
                !record.octets().isZero(4, 4),
                FindingCode.MSR_004,
                record.octets().offset() + 4,
                4,
                "left over");
        new MsrList(findings, "CPU_MSR").check(record.octets().part(PREFIX, ENTRY * count));
    }
}
