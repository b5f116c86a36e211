package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import io.xenscope.dissect.layout.Xstate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Checks of CPU_XSAVE, the extended state of a virtual CPU (payload specification A.3, B.4, F). */
final class XsaveChecks {

    private static final int LEAST = 600;
    private static final int PREFIX = 24;
    private static final int FPU = 512;

    private final Findings findings;
    private final Xstate xstate;

    /** Hashes of the FPU state in the CPU records. */
    private final Map<Integer, Integer> fpu = new HashMap<>();

    XsaveChecks(Findings findings, Xstate xstate) {
        this.findings = findings;
        this.xstate = xstate;
    }

    void cpu(int vcpu, LayoutView cpu) {
        if (cpu.octets().has(0, FPU)) {
            fpu.put(vcpu, hash(cpu, 0));
        }
    }

    private static int hash(LayoutView view, int at) {
        int start = view.octets().octets().start() + at;
        return Arrays.hashCode(Arrays.copyOfRange(view.octets().octets().octets(), start, start + FPU));
    }

    void record(int vcpu, long length, LayoutView record) {
        long at = record.octets().offset();
        if (length < LEAST) {
            findings.add(FindingCode.XSV_001, at, length, "vCPU " + vcpu + ": " + length + " octets");
        }
        if (!record.has("xcr0_accum")) {
            return;
        }
        XsaveArea area = new XsaveArea(record, length);
        for (XsaveArea.Fault fault : area.faults()) {
            findings.add(fault.code(), fault.offset(), fault.length(), "vCPU " + vcpu + ": " + fault.text());
        }
        if (length >= LEAST) {
            surplus(vcpu, length, record);
        }
        Integer known = fpu.get(vcpu);
        findings.when(
                known != null && record.octets().has(PREFIX, FPU) && known != hash(record, PREFIX),
                FindingCode.XSV_008,
                at + PREFIX,
                FPU,
                "vCPU " + vcpu);
    }

    private void surplus(int vcpu, long length, LayoutView record) {
        long area = xstate.extent(record.get("xcr0_accum"));
        if (area < 0) {
            return;
        }
        long expected = PREFIX + area;
        long at = record.octets().offset();
        String text = "vCPU " + vcpu + ": " + length + " octets, " + expected + " expected";
        if (length < expected) {
            findings.add(FindingCode.XSV_003, at, length, text);
        } else if (length > expected) {
            boolean zero = record.octets().isZero((int) expected, length - expected);
            findings.add(zero ? FindingCode.XSV_002 : FindingCode.XSV_003, at + expected, length - expected, text);
        }
    }
}
