package io.xenscope.dissect.hvm;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import io.xenscope.dissect.layout.Release;
import io.xenscope.dissect.layout.SaveRecordTable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges save records: the run as a whole here, each payload by the checks of its type (payload specification F, HVM).
 */
public final class ContextFindings {

    private static final int HEADER = 1;
    private static final int CPU = 2;
    private static final int PIC = 3;
    private static final int IOAPIC = 4;
    private static final int LAPIC = 5;
    private static final int MTRR = 14;
    private static final int PCI_IRQ = 7;
    private static final int ISA_IRQ = 8;
    private static final int PCI_LINK = 9;
    private static final int VIRIDIAN_DOMAIN = 15;
    private static final int VIRIDIAN_VCPU = 17;
    private static final int FIRST_RESERVED = 22;
    private static final int LAST_RESERVED = 34;
    private static final int MOST_VCPUS = 8192;

    /** Records told apart; no real context comes near. */
    private static final int MOST_TOLD_APART = 1 << 16;

    private static final int HEADER_LENGTH = 24;

    private final Findings findings;
    private final boolean legacy;
    private final int release;
    private final RecordChecks checks;
    private final Set<Integer> seen = new HashSet<>();
    private final Set<Integer> types = new HashSet<>();
    private final Set<Integer> cpus = new HashSet<>();
    private final Set<Integer> otherVcpus = new HashSet<>();
    private int lastType = -1;
    private int lastInstance;
    private long records;
    private long headerAt;

    /**
     * @param legacy whether the stream's own rules say whether the context is sound as a whole
     * @param release that the stream names; unknown when it names none
     */
    public ContextFindings(Findings findings, boolean legacy, int release, GuestFacts guest) {
        this.findings = findings;
        this.legacy = legacy;
        this.release = release;
        this.checks = new RecordChecks(findings, guest);
    }

    /** A record has passed; {@code view} is its payload, null when the type is none that Xen writes. */
    void record(Slice descriptor, SaveRecordTable.@Nullable Type type, @Nullable LayoutView view) {
        int code = descriptor.u16(0);
        int instance = descriptor.u16(2);
        long length = descriptor.u32(4);
        long at = descriptor.offset();
        if (records++ == 0) {
            headerAt = at;
            first(descriptor, view);
        }
        if (code == 0) {
            findings.when(
                    length != 0 || instance != 0,
                    FindingCode.HVM_006,
                    at,
                    8,
                    "END with length " + length + " and instance " + instance);
            return;
        }
        order(code, instance, at);
        if (type == null || view == null) {
            boolean reserved = code >= FIRST_RESERVED && code <= LAST_RESERVED;
            findings.add(reserved ? FindingCode.HVM_008 : FindingCode.HVM_007, at, 2, "type " + code);
            return;
        }
        types.add(code);
        vcpu(type, instance, at);
        if (!type.hasLength(length)) {
            findings.add(
                    FindingCode.HVM_009, at + 4, 4, type.name() + " of " + length + " octets, which no release writes");
        } else if (release != Release.UNKNOWN && !type.hasLength(length, release)) {
            findings.add(
                    FindingCode.HVM_010,
                    at + 4,
                    4,
                    type.name() + " of " + length + " octets, which " + release / 100 + "." + release % 100
                            + " does not write");
        }
        checks.check(code, instance, length, view);
    }

    private void first(Slice descriptor, @Nullable LayoutView view) {
        if (legacy) {
            return;
        }
        boolean header = descriptor.u16(0) == HEADER && descriptor.u32(4) == HEADER_LENGTH;
        if (!header) {
            findings.add(
                    FindingCode.HVM_001,
                    descriptor.offset(),
                    8,
                    "begins with type " + descriptor.u16(0) + " of " + descriptor.u32(4) + " octets");
        } else if (view != null && view.has("magic") && view.get("magic") != 0x5438_1286L) {
            findings.add(FindingCode.HVM_001, view.offset("magic"), 4, "magic " + Findings.hex(view.get("magic")));
        }
    }

    private void order(int code, int instance, long at) {
        if (seen.size() < MOST_TOLD_APART && !seen.add(code << 16 | instance)) {
            findings.add(FindingCode.HVM_011, at, 4, "type " + code + ", instance " + instance);
        }
        boolean link = code == PCI_IRQ && (types.contains(ISA_IRQ) || types.contains(PCI_LINK))
                || code == ISA_IRQ && types.contains(PCI_LINK);
        if (code < lastType || code == lastType && instance < lastInstance) {
            findings.add(
                    FindingCode.HVM_012,
                    link ? Severity.ERROR : FindingCode.HVM_012.severity(),
                    at,
                    4,
                    "type " + code + ", instance " + instance + " behind type " + lastType + ", instance "
                            + lastInstance);
        }
        lastType = code;
        lastInstance = instance;
    }

    private void vcpu(SaveRecordTable.Type type, int instance, long at) {
        if (!type.perVcpu()) {
            findings.when(
                    instance != 0 && type.code() != PIC,
                    FindingCode.HVM_013,
                    at + 2,
                    2,
                    type.name() + " of instance " + instance);
            return;
        }
        findings.when(instance >= MOST_VCPUS, FindingCode.HVM_014, at + 2, 2, type.name() + " of vCPU " + instance);
        if (type.code() == CPU) {
            cpus.add(instance);
        } else if (type.code() == LAPIC || type.code() == MTRR) {
            otherVcpus.add(instance);
        }
    }

    /** True when enlightenments are among the records. */
    public boolean hasViridian() {
        return types.contains(VIRIDIAN_DOMAIN) || types.contains(VIRIDIAN_VCPU);
    }

    /**
     * All octets have passed.
     *
     * @param behind place behind the last octet that belongs to a record
     * @param headerSeen octets of a descriptor that was not complete
     * @param cut whether a payload was not
     */
    void end(long offset, long length, long behind, int headerSeen, boolean cut, boolean ended) {
        if (cut) {
            findings.add(FindingCode.HVM_004, behind, 0, "the context of " + length + " octets ends inside a record");
        } else if (!ended && !legacy) {
            findings.add(
                    FindingCode.HVM_003,
                    behind - headerSeen,
                    headerSeen,
                    headerSeen + " octets where a record or END should begin");
        }
        findings.when(
                ended && behind < offset + length,
                FindingCode.HVM_005,
                behind,
                offset + length - behind,
                offset + length - behind + " octets");
        if (!ended) {
            return;
        }
        findings.when(cpus.isEmpty(), FindingCode.HVM_016, headerAt, 0, "no vCPU would run");
        otherVcpus.removeAll(cpus);
        findings.when(
                !otherVcpus.isEmpty() && !cpus.isEmpty(),
                FindingCode.HVM_015,
                headerAt,
                0,
                "vCPU " + otherVcpus.stream().sorted().limit(8).toList() + ": offline when saved");
        findings.when(
                types.contains(IOAPIC) && !types.contains(LAPIC),
                FindingCode.HVM_018,
                headerAt,
                0,
                "I/O APIC without local APICs");
    }
}
