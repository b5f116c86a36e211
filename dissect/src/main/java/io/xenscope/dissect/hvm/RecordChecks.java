package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;

/** Judges the payload of each save record by what its type asks for. */
final class RecordChecks {

    private static final long UNKNOWN_REVISION = -1;

    private final Findings findings;
    private final CpuChecks cpu;
    private final ApicChecks apic;
    private final ChipsetChecks chipset;
    private final TimerChecks timers;
    private final MtrrChecks mtrr;
    private final XsaveChecks xsave;
    private final VirtualChecks virtual;

    RecordChecks(Findings findings, GuestFacts guest) {
        this.findings = findings;
        this.cpu = new CpuChecks(findings, guest);
        this.apic = new ApicChecks(findings);
        this.chipset = new ChipsetChecks(findings);
        this.timers = new TimerChecks(findings);
        this.mtrr = new MtrrChecks(findings);
        this.xsave = new XsaveChecks(findings, guest.xstate());
        this.virtual = new VirtualChecks(findings);
    }

    void check(int code, int instance, long length, LayoutView view) {
        switch (code) {
            case 1 -> header(view);
            case 2 -> {
                cpu.check(length, view);
                xsave.cpu(instance, view);
            }
            case 3 -> chipset.pic(instance, view);
            case 4 -> chipset.ioapic(view);
            case 5 -> apic.lapic(instance, view);
            case 6 -> apic.registers(instance, view);
            case 8 -> chipset.isaIrq(view);
            case 9 -> chipset.pciLink(view);
            case 10 -> timers.pit(view);
            case 11 -> timers.rtc(length, view);
            case 12 -> timers.hpet(view);
            case 13 -> timers.pmTimer(view);
            case 14 -> mtrr.check(view);
            case 16 -> xsave.record(instance, length, view);
            case 17 -> virtual.viridianVcpu(view);
            case 18 -> virtual.machineCheck(view);
            case 20 -> virtual.msrs(length, view);
            default -> {}
        }
    }

    private void header(LayoutView view) {
        if (view.has("version")) {
            findings.when(
                    view.get("version") != 1,
                    FindingCode.HVM_002,
                    view.offset("version"),
                    4,
                    "version " + view.get("version"));
        }
        if (view.has("changeset")) {
            findings.when(
                    view.get("changeset") == UNKNOWN_REVISION,
                    FindingCode.HVM_017,
                    view.offset("changeset"),
                    8,
                    "all ones");
        }
    }
}
