package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import java.util.List;

/** Checks of CPU, the architectural state of a virtual CPU (payload specification A.3, F). */
final class CpuChecks {

    private static final long LIMIT_32 = 0xffff_ffffL;
    private static final int ERROR_CODE_MOST = 0xffff;
    private static final List<String> SEGMENTS = List.of("cs", "ds", "es", "fs", "gs", "ss", "tr", "ldtr");
    private static final List<String> ADDRESSES = List.of(
            "rip", "rsp", "cs_base", "ds_base", "es_base", "fs_base", "gs_base", "ss_base", "tr_base", "ldtr_base");

    private final Findings findings;
    private final GuestFacts guest;

    CpuChecks(Findings findings, GuestFacts guest) {
        this.findings = findings;
        this.guest = guest;
    }

    void check(long length, LayoutView cpu) {
        zero(cpu, "pad0", FindingCode.CPU_001);
        controls(cpu);
        events(cpu);
        addresses(cpu);
        if (cpu.has("flags")) {
            flag(cpu, "flags", cpu.unnamed("flags") != 0, FindingCode.CPU_005);
            boolean unused = cpu.bits("flags", "XEN_X86_FPU_INITIALISED") == 0;
            findings.when(
                    unused && !cpu.isZero("fpu_regs"),
                    FindingCode.CPU_014,
                    cpu.offset("flags"),
                    4,
                    "the loader resets the FPU");
        }
        if (cpu.has("msr_tsc_aux")) {
            flag(cpu, "msr_tsc_aux", cpu.get("msr_tsc_aux") >>> 32 != 0, FindingCode.CPU_006);
        }
        if (cpu.has("rflags")) {
            flag(cpu, "rflags", (cpu.get("rflags") & 2) == 0, FindingCode.CPU_016);
        }
        findings.when(
                length == 1016 || length == 1024,
                FindingCode.CPU_015,
                cpu.octets().offset(),
                0,
                length == 1016 ? "1016 octets: saved by Xen up to 3.4" : "1024 octets: saved by Xen 4.0 to 4.6");
    }

    private void controls(LayoutView cpu) {
        if (cpu.has("cr0")) {
            boolean paging = cpu.bits("cr0", "PG") != 0 && cpu.bits("cr0", "PE") == 0;
            flag(cpu, "cr0", cpu.unnamed("cr0") != 0 || cpu.bits("cr0", "ET") == 0 || paging, FindingCode.CPU_002);
        }
        if (cpu.has("cr0") && cpu.has("msr_efer")) {
            boolean active = cpu.bits("msr_efer", "LMA") != 0;
            boolean possible = cpu.bits("msr_efer", "LME") != 0 && cpu.bits("cr0", "PG") != 0;
            flag(cpu, "msr_efer", cpu.unnamed("msr_efer") != 0 || active && !possible, FindingCode.CPU_003);
        }
        for (String debug : List.of("dr6", "dr7")) {
            if (cpu.has(debug)) {
                flag(cpu, debug, cpu.get(debug) >>> 32 != 0, FindingCode.CPU_004);
            }
        }
        if (cpu.has("cr4")) {
            long missing = guest.cr4().missing(cpu.get("cr4"));
            findings.when(
                    missing != 0,
                    FindingCode.CPU_013,
                    cpu.offset("cr4"),
                    8,
                    "cr4 is " + Findings.hex(cpu.get("cr4")) + ": no feature for bits " + Findings.hex(missing));
        }
        if (guest.physicalBits() > 0 && cpu.has("cr3")) {
            // The highest bit asks for no flush of the TLB and is no part of the address.
            long address = cpu.get("cr3") & Long.MAX_VALUE;
            flag(cpu, "cr3", address >>> guest.physicalBits() != 0, FindingCode.CPU_011);
        }
    }

    private void events(LayoutView cpu) {
        if (!cpu.has("pending_event") || !cpu.has("error_code")) {
            return;
        }
        boolean valid = cpu.bits("pending_event", "pending_valid") != 0;
        long type = cpu.bits("pending_event", "pending_type");
        boolean impossible = type == 1 || type == 7 || cpu.bits("pending_event", "pending_reserved") != 0;
        flag(cpu, "pending_event", valid && impossible, FindingCode.CPU_007);
        boolean withCode = valid && cpu.bits("pending_event", "pending_error_valid") != 0;
        flag(cpu, "error_code", withCode && cpu.get("error_code") > ERROR_CODE_MOST, FindingCode.CPU_008);
        boolean left = cpu.get("pending_event") != 0 || cpu.get("error_code") != 0;
        flag(cpu, "pending_event", !valid && left, FindingCode.CPU_009);
    }

    private void addresses(LayoutView cpu) {
        for (String segment : SEGMENTS) {
            String field = segment + "_arbytes";
            if (cpu.has(field)) {
                long attributes = cpu.get(field);
                boolean unpacked = (attributes & 0xf000) != 0 && (attributes & 0x0f00) == 0;
                flag(cpu, field, unpacked, FindingCode.CPU_010);
            }
        }
        if (!cpu.has("msr_efer") || cpu.bits("msr_efer", "LMA") == 0) {
            return;
        }
        for (String field : ADDRESSES) {
            if (cpu.has(field)) {
                long address = cpu.get(field);
                flag(cpu, field, address << 16 >> 16 != address && !isCanonical57(cpu, address), FindingCode.CPU_012);
            }
        }
    }

    private static boolean isCanonical57(LayoutView cpu, long address) {
        return cpu.has("cr4") && cpu.bits("cr4", "LA57") != 0 && address << 7 >> 7 == address;
    }

    private void zero(LayoutView view, String field, FindingCode code) {
        if (view.has(field)) {
            flag(view, field, view.get(field) != 0, code);
        }
    }

    private void flag(LayoutView view, String field, boolean wrong, FindingCode code) {
        if (wrong) {
            long value = view.get(field) & (view.width(field) == 4 ? LIMIT_32 : -1);
            findings.add(code, view.offset(field), view.width(field), field + " is " + Findings.hex(value));
        }
    }
}
