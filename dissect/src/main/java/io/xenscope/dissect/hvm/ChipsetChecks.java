package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;

/** Checks of PIC, IOAPIC, ISA_IRQ and PCI_LINK (payload specification A.3, F). */
final class ChipsetChecks {

    private static final long IOAPIC_BASE = 0xfec0_0000L;
    private static final int PINS = 48;
    private static final int LOWEST_VECTOR = 16;
    private static final int MASTER_LEVELS = 0xfc;
    private static final int SLAVE_LEVELS = 0xde;

    private final Findings findings;

    ChipsetChecks(Findings findings) {
        this.findings = findings;
    }

    void pic(int instance, LayoutView pic) {
        findings.when(instance > 1, FindingCode.PIC_001, pic.octets().offset() - 6, 2, "PIC of instance " + instance);
        if (pic.has("int_output")) {
            long output = pic.get("int_output");
            findings.when(output > 1, FindingCode.PIC_002, pic.offset("int_output"), 1, "int_output " + output);
            boolean starting = pic.bits("icw_state", "init_state") != 0;
            findings.when(
                    output != 0 && starting,
                    FindingCode.PIC_004,
                    pic.offset("int_output"),
                    1,
                    "init_state " + pic.bits("icw_state", "init_state"));
        }
        if (instance <= 1 && pic.has("modes")) {
            boolean master = pic.bits("modes", "is_master") != 0;
            findings.when(
                    master != (instance == 0),
                    FindingCode.PIC_003,
                    pic.offset("modes"),
                    1,
                    "instance " + instance + " says it is the " + (master ? "master" : "slave"));
        }
        if (pic.has("elcr")) {
            int possible = instance == 0 ? MASTER_LEVELS : SLAVE_LEVELS;
            findings.when(
                    (pic.get("elcr") & ~possible) != 0,
                    FindingCode.PIC_005,
                    pic.offset("elcr"),
                    1,
                    "elcr " + Findings.hex(pic.get("elcr")));
        }
    }

    void ioapic(LayoutView ioapic) {
        if (ioapic.has("base_address")) {
            findings.when(
                    ioapic.get("base_address") != IOAPIC_BASE,
                    FindingCode.IOAPIC_001,
                    ioapic.offset("base_address"),
                    8,
                    "base " + Findings.hex(ioapic.get("base_address")));
        }
        for (int pin = 0; pin < PINS; pin++) {
            if (!ioapic.has("redirtbl", pin)) {
                continue;
            }
            long at = ioapic.offset("redirtbl", pin);
            boolean masked = ioapic.bits("redirtbl", pin, "mask") != 0;
            long vector = ioapic.bits("redirtbl", pin, "vector");
            boolean level = ioapic.bits("redirtbl", pin, "trig_mode") != 0;
            boolean pending = ioapic.bits("redirtbl", pin, "remote_irr") != 0;
            findings.when(
                    !masked && vector < LOWEST_VECTOR,
                    FindingCode.IOAPIC_002,
                    at,
                    8,
                    "pin " + pin + ": vector " + vector);
            findings.when(pending && !level, FindingCode.IOAPIC_003, at, 8, "pin " + pin);
        }
    }

    void isaIrq(LayoutView isa) {
        if (isa.has("i")) {
            findings.when(
                    isa.get("i") >>> 16 != 0, FindingCode.IRQ_001, isa.offset("i"), 8, Findings.hex(isa.get("i")));
        }
    }

    void pciLink(LayoutView link) {
        boolean wrong = !link.isZero("pad0");
        for (int i = 0; i < 4; i++) {
            wrong |= link.has("route", i) && link.get("route", i) > 15;
        }
        findings.when(wrong, FindingCode.LINK_001, link.octets().offset(), 8, "expected ISA IRQs and zero padding");
    }
}
