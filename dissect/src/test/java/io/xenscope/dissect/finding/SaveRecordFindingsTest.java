package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.state;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.State.CONTEXT;
import static io.xenscope.dissect.test.State.payload;

import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.State;
import io.xenscope.dissect.test.State.Save;
import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.HvmParam;
import java.util.ArrayList;
import java.util.List;

/** Payloads of save records (payload specification F, CPU to MSR): sound ones with one thing bent. */
class SaveRecordFindingsTest extends FindingTable {

    private static final int CPU = CONTEXT + 40;
    private static final int CR4 = 680;
    private static final int PENDING = 1016;
    private static final int ERROR_CODE = 1020;
    private static final int EFER = 992;
    private static final int RIP = 640;

    private static FindingCase cpu(String name, Save cpu, Finding... findings) {
        return state(name, State.records(State.header(), cpu, State.end()), findings);
    }

    private static FindingCase one(String name, Save record, Finding... findings) {
        return state(name, State.with(record), findings);
    }

    /** A record of a guest whose enlightenments are switched on. */
    private static FindingCase enlightened(String name, Save record, Finding... findings) {
        return state(name, State.with(record, new HvmParam(9, 1)), findings);
    }

    /** A CPU whose policy offers only the features of {@code edx} of leaf 1. */
    private static FindingCase offered(String name, int edx, long cr4, Finding... findings) {
        CpuidLeaf basic = new CpuidLeaf(1, CpuidLeaf.NO_SUBLEAF, 0, 0, 0, edx);
        byte[] image = State.offering(basic, State.header(), State.cpu().with(CR4, cr4, 8), State.end());
        return state(name, image, findings);
    }

    /** A CPU in 64-bit mode. */
    private static Save longMode() {
        return State.cpu().with(656, 0x8000_0011L, 8).with(EFER, 0x500, 8);
    }

    private static Save pit() {
        return Save.of(10, 0, 56);
    }

    private static Save hpet() {
        return Save.of(12, 0, 1048);
    }

    private static Save xsave() {
        return Save.of(16, 0, 24 + 832)
                .with(0, 7, 8)
                .with(8, 7, 8)
                .with(16, 7, 8)
                .with(24 + 512, 3, 8);
    }

    private static Save msrs(int count) {
        Save record = Save.of(20, 0, 8 + 16 * count).with(0, count, 4);
        long[] indexes = {0x48, 0xda0, 0x140};
        for (int i = 0; i < count; i++) {
            record = record.with(8 + 16 * i, indexes[i], 4).with(16 + 16 * i, 1, 8);
        }
        return record;
    }

    @Override
    List<FindingCase> cases() {
        List<FindingCase> cases = new ArrayList<>(cpus());
        cases.addAll(chipset());
        cases.addAll(timers());
        cases.addAll(memoryTypes());
        cases.addAll(extendedState());
        cases.addAll(others());
        return cases;
    }

    private static List<FindingCase> cpus() {
        Save cpu = State.cpu();
        return List.of(
                cpu("64-bit mode", longMode()),
                cpu("padding", cpu.with(1028, 1, 4), error(FindingCode.CPU_001, CPU + 1028)),
                cpu("CR0 without ET", cpu.with(656, 1, 8), error(FindingCode.CPU_002, CPU + 656)),
                cpu("paging without PE", cpu.with(656, 0x8000_0010L, 8), error(FindingCode.CPU_002, CPU + 656)),
                cpu("CR0 bit 32", cpu.with(656, 1L << 32 | 0x10, 8), error(FindingCode.CPU_002, CPU + 656)),
                cpu("EFER bit 1", cpu.with(EFER, 2, 8), error(FindingCode.CPU_003, CPU + EFER)),
                cpu("LMA without paging", cpu.with(EFER, 0x500, 8), error(FindingCode.CPU_003, CPU + EFER)),
                cpu("DR7 bit 32", cpu.with(728, 1L << 32, 8), error(FindingCode.CPU_004, CPU + 728)),
                cpu("flag 1", cpu.with(1024, 3, 4), error(FindingCode.CPU_005, CPU + 1024)),
                cpu("TSC_AUX bit 32", cpu.with(1000, 1L << 32, 8), error(FindingCode.CPU_006, CPU + 1000)),
                cpu("event of type 1", cpu.with(PENDING, 0x8000_0120L, 4), error(FindingCode.CPU_007, CPU + PENDING)),
                cpu("event of type 3", cpu.with(PENDING, 0x8000_0320L, 4)),
                cpu(
                        "error code of 17 bits",
                        cpu.with(PENDING, 0x8000_0b0eL, 4).with(ERROR_CODE, 0x1_0000, 4),
                        error(FindingCode.CPU_008, CPU + ERROR_CODE)),
                cpu("error code left over", cpu.with(ERROR_CODE, 2, 4), note(FindingCode.CPU_009, CPU + PENDING)),
                cpu("raw attributes", cpu.with(888, 0xa09b, 4), note(FindingCode.CPU_010, CPU + 888)),
                cpu("packed attributes", cpu.with(888, 0xa9b, 4)),
                cpu("CR3 bit 48 of 48", cpu.with(672, 1L << 48, 8), error(FindingCode.CPU_011, CPU + 672)),
                cpu("RIP not canonical", longMode().with(RIP, 1L << 47, 8), warn(FindingCode.CPU_012, CPU + RIP)),
                cpu("RIP of 57 bits", longMode().with(RIP, 1L << 47, 8).with(680, 1 << 12, 8)),
                cpu("RIP in real mode", cpu.with(RIP, 1L << 47, 8)),
                cpu(
                        "FPU state unused",
                        cpu.with(1024, 0, 4).with(24, 0x1f80, 4),
                        note(FindingCode.CPU_014, CPU + 1024)),
                cpu(
                        "CPU of 1024 octets",
                        Save.of(2, 0, 1024),
                        note(FindingCode.CPU_015, CPU),
                        note(FindingCode.HVM_010, CPU - 4)),
                cpu("RFLAGS bit 1 clear", cpu.with(648, 0, 8), note(FindingCode.CPU_016, CPU + 648)),
                offered("CR4.PAE offered", 1 << 6, 1 << 5),
                offered("performance counters need no feature", 0, 1 << 8),
                offered("leaf 7 not told", 0, 1 << 20),
                offered("CR4.PAE not offered", 1 << 7, 1 << 5, error(FindingCode.CPU_013, CPU + 24 + CR4)));
    }

    private static List<FindingCase> chipset() {
        int at = payload();
        Save pic = Save.of(3, 0, 8);
        Save lapic = Save.of(5, 0, 24);
        return List.of(
                one("PIC", pic),
                one("the slave", Save.of(3, 1, 8)),
                one("a third PIC", Save.of(3, 2, 8), error(FindingCode.PIC_001, at - 6)),
                one("output 2", pic.with(7, 2, 1), error(FindingCode.PIC_002, at + 7)),
                one("master without its flag", pic.with(5, 0, 1), error(FindingCode.PIC_003, at + 5)),
                one("output while initialising", pic.with(7, 1, 1).with(4, 1, 1), error(FindingCode.PIC_004, at + 7)),
                one("line 0 level-triggered", pic.with(6, 1, 1), error(FindingCode.PIC_005, at + 6)),
                one("line 5 level-triggered", pic.with(6, 0x20, 1)),
                ioapic("another base", 0, 0xfec1_0000L, warn(FindingCode.IOAPIC_001, at)),
                ioapic("vector 15", 16, 15, warn(FindingCode.IOAPIC_002, at + 16)),
                ioapic("vector 48", 16, 48),
                ioapic("remote IRR, edge", 24, 0x4030, warn(FindingCode.IOAPIC_003, at + 24)),
                ioapic("remote IRR, level", 24, 0xc030),
                one("LAPIC", lapic),
                one("x2APIC without APIC", lapic.with(0, 0xfee0_0400L, 8), error(FindingCode.LAPIC_001, at)),
                one("divisor 3", lapic.with(12, 3, 4), warn(FindingCode.LAPIC_002, at + 12)),
                registers("LDR 1 of APIC 2", 2, 1, note(FindingCode.LAPIC_003, at + 32 + 208)),
                registers("LDR of APIC 0x12", 0x12, 0x1_0004),
                one("reserved slot", Save.of(6, 0, 1024).with(16, 1, 4), note(FindingCode.LAPIC_004, at + 16)),
                one("filler of ID", Save.of(6, 0, 1024).with(44, 1, 4), note(FindingCode.LAPIC_004, at + 36)),
                one("ISA IRQ 16", Save.of(8, 0, 8).with(0, 1 << 16, 8), warn(FindingCode.IRQ_001, at)),
                one("route to IRQ 16", Save.of(9, 0, 8).with(2, 16, 1), error(FindingCode.LINK_001, at)));
    }

    private static FindingCase ioapic(String name, int where, long value, Finding... findings) {
        Save ioapic = Save.of(4, 0, 400).with(where, value, 8);
        return state(
                name, State.records(State.header(), State.cpu(), ioapic, Save.of(5, 0, 24), State.end()), findings);
    }

    private static FindingCase registers(String name, long id, long ldr, Finding... findings) {
        Save lapic = Save.of(5, 0, 24).with(0, 0xfee0_0c00L, 8);
        Save page = Save.of(6, 0, 1024).with(32, id, 4).with(208, ldr, 4);
        return state(name, State.records(State.header(), State.cpu(), lapic, page, State.end()), findings);
    }

    private static List<FindingCase> timers() {
        int at = payload();
        Save rtc = Save.of(11, 0, 24).with(11, 2, 1);
        return List.of(
                one("PIT", pit()),
                one("speaker 2", pit().with(48, 2, 4), error(FindingCode.PIT_001, at + 48)),
                one("count beyond 65536", pit().with(0, 0x10001, 4), error(FindingCode.PIT_002, at)),
                one("access mode 4", pit().with(32 + 12, 4, 1), error(FindingCode.PIT_002, at + 32)),
                one("gate of channel 1", pit().with(16 + 15, 0, 1), error(FindingCode.PIT_003, at + 31)),
                one("mode 255", pit().with(13, 255, 1), note(FindingCode.PIT_004, at + 13)),
                one("mode 6", pit().with(13, 6, 1), warn(FindingCode.PIT_005, at + 13)),
                one("RTC", rtc.with(0, 0x59, 1)),
                one(
                        "RTC of 16 octets",
                        Save.of(11, 0, 16).with(11, 2, 1),
                        note(FindingCode.RTC_001, at),
                        note(FindingCode.HVM_010, at - 4)),
                one("second 0x5a", rtc.with(0, 0x5a, 1), warn(FindingCode.RTC_002, at)),
                one("second 0x3b, binary", rtc.with(0, 0x3b, 1).with(11, 6, 1)),
                one("hour 13 of 12", rtc.with(4, 0x13, 1).with(11, 0, 1), warn(FindingCode.RTC_002, at + 4)),
                one("afternoon", rtc.with(4, 0x92, 1).with(11, 0, 1)),
                one("CMOS index 128", rtc.with(14, 0x80, 1), warn(FindingCode.RTC_003, at + 14)),
                one("HPET", hpet()),
                one("four timers", hpet().with(1, 0xa3, 1), warn(FindingCode.HPET_001, at)),
                one("period 0", hpet().with(4, 0, 4), warn(FindingCode.HPET_002, at)),
                one("reserved HPET room", hpet().with(8, 1, 8), note(FindingCode.HPET_003, at + 8)),
                one("reserved word of timer 1", hpet().with(256 + 32 + 24, 1, 8), note(FindingCode.HPET_003, at + 312)),
                one("PM1a bit 4", Save.of(13, 0, 8).with(4, 0x10, 2), note(FindingCode.PMT_001, at + 4)));
    }

    private static List<FindingCase> memoryTypes() {
        int at = payload();
        Save mtrr = Save.of(14, 0, 240);
        Save equal = mtrr.with(224, 2, 8)
                .with(8, 6, 8)
                .with(16, 0x800, 8)
                .with(24, 6, 8)
                .with(32, 0x800, 8);
        return List.of(
                one("MTRR", mtrr),
                one("9 ranges", mtrr.with(224, 9, 8), error(FindingCode.MTRR_001, at + 224)),
                one("equal ranges", equal, note(FindingCode.MTRR_002, at + 8)),
                one("different ranges", equal.with(24, 0, 8)),
                one("PAT type 2", mtrr.with(3, 2, 1), warn(FindingCode.MTRR_003, at)),
                one("PAT type 7", mtrr.with(3, 7, 1)),
                one("fixed type 7", mtrr.with(136, 7, 1), warn(FindingCode.MTRR_003, at + 136)),
                state(
                        "vCPUs disagree",
                        State.records(
                                State.header(),
                                State.cpu(),
                                Save.of(2, 1, 1032),
                                mtrr,
                                Save.of(14, 1, 240).with(232, 6, 8),
                                State.end()),
                        note(FindingCode.MTRR_004, at + 1040 + 248)));
    }

    private static List<FindingCase> extendedState() {
        int at = payload();
        int area = at + 24;
        return List.of(
                one("XSAVE", xsave()),
                one("never used", Save.of(16, 0, 600)),
                one("header only", Save.of(16, 0, 24), error(FindingCode.XSV_001, at)),
                one("padded", padded(0), note(FindingCode.XSV_002, at + 856)),
                one("surplus", padded(1), error(FindingCode.XSV_003, at + 856)),
                one(
                        "too short for AVX",
                        Save.of(16, 0, 600).with(8, 7, 8).with(16, 7, 8),
                        error(FindingCode.XSV_003, at)),
                one("compacted", xsave().with(24 + 520, 1L << 63, 8), error(FindingCode.XSV_004, area + 520)),
                one("reserved word", xsave().with(24 + 528, 1, 8), error(FindingCode.XSV_005, area + 528)),
                one("xcr0 beyond what was used", xsave().with(16, 3, 8), xsv6(at)),
                one(
                        "header beyond what was used",
                        xsave().with(24 + 512, 0x203, 8),
                        error(FindingCode.XSV_006, area + 512)),
                one("no x87", xsave().with(8, 6, 8), error(FindingCode.XSV_007, at + 8)),
                one("another FPU state", xsave().with(24 + 24, 0x1f80, 4), note(FindingCode.XSV_008, area)));
    }

    /** Less is used than the area has room for, which is all zero. */
    private static Finding[] xsv6(int at) {
        return new Finding[] {error(FindingCode.XSV_006, at + 8), note(FindingCode.XSV_002, at + 600)};
    }

    private static Save padded(int value) {
        return Save.of(16, 0, 24 + 840)
                .with(0, 7, 8)
                .with(8, 7, 8)
                .with(16, 7, 8)
                .with(24 + 512, 3, 8)
                .with(24 + 832, value, 1);
    }

    private static List<FindingCase> others() {
        int at = payload();
        Save viridian = Save.of(17, 0, 216);
        Save vmce = Save.of(18, 0, 32);
        return List.of(
                enlightened("Viridian", viridian),
                one(
                        "Viridian without its parameter",
                        viridian,
                        warn(FindingCode.VIR_002, State.with(viridian).length - 8)),
                enlightened("Viridian padding", viridian.with(9, 1, 1), error(FindingCode.VIR_001, at + 9)),
                enlightened("timer without interrupt", viridian.with(152, 1, 8), note(FindingCode.VIR_003, at + 152)),
                enlightened("timer", viridian.with(152, 1 | 1 << 16, 8).with(184, 1, 8)),
                one("VMCE", vmce),
                one("capability 9", vmce.with(0, 0x202, 8), error(FindingCode.VMCE_001, at)),
                one("3 banks", vmce.with(0, 3, 8), note(FindingCode.VMCE_002, at)),
                one("MSRs", msrs(2)),
                one("count 3 of 2", msrs(2).with(0, 3, 4), error(FindingCode.MSR_001, at)),
                one("reserved word of an MSR", msrs(1).with(12, 1, 4), error(FindingCode.MSR_002, at + 12)),
                one("TSC among the MSRs", msrs(1).with(8, 0x10, 4), error(FindingCode.MSR_003, at + 8)),
                one("padding of the MSRs", msrs(1).with(4, 1, 4), note(FindingCode.MSR_004, at + 4)),
                one("MSR twice", msrs(2).with(24, 0x48, 4), warn(FindingCode.MSR_005, at + 24)),
                one("MSR 0", msrs(1).with(16, 0, 8), note(FindingCode.MSR_006, at + 16)));
    }
}
