package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.state;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.samples.grammar.CpuidLeaf.NO_SUBLEAF;

import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Octets;
import io.xenscope.dissect.test.State;
import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import java.util.List;

/** CPUID and MSR policies, time, parameters (payload specification F, CPUID, POL, TSC, PAR). */
class PolicyFindingsTest extends FindingTable {

    private static final byte[] SOUND = State.records(State.header(), State.cpu(), State.end());
    private static final int RELEASE = 32;
    private static final int MINOR = 36;
    private static final int POLICY = 40;
    private static final int LEAF = 24;
    private static final int MSRS = POLICY + 8 + 3 * LEAF;
    private static final int STATIC_END = MSRS + 24;
    private static final int TSC = State.CONTEXT - 40;
    private static final int PARAMS = State.CONTEXT + 32 + 1040 + 8;

    /** The sound image with another policy, of which the second leaf is the one looked at. */
    private static FindingCase leaf(String name, long leaf, long subleaf, int a, int d, Finding... findings) {
        CpuidLeaf first = new CpuidLeaf(0, NO_SUBLEAF, 0xd, 0, 0, 0);
        return policy(name, w -> w.libxc().cpuidPolicy(first, new CpuidLeaf(leaf, subleaf, a, 0, 0, d)), findings);
    }

    private static FindingCase policy(String name, StreamBody policy, Finding... findings) {
        return state(name, Octets.replace(SOUND, POLICY, MSRS, StreamWriter.octets(policy)), findings);
    }

    private static FindingCase msr(String name, byte[] record, Finding... findings) {
        return state(name, Octets.replace(SOUND, MSRS, STATIC_END, record), findings);
    }

    private static byte[] msr(long index, long value) {
        return StreamWriter.octets(w -> w.libxc().msrPolicy(new MsrEntry(index, value)));
    }

    private static FindingCase time(String name, long mode, long khz, long nsec, Finding... findings) {
        byte[] record = StreamWriter.octets(w -> w.libxc().tscInfo(new TscInfo((int) mode, khz, nsec, 1)));
        return state(name, Octets.replace(SOUND, TSC, TSC + 32, record), findings);
    }

    private static FindingCase viridian(String name, long mask, Finding... findings) {
        return param(name, 9, mask, findings);
    }

    private static FindingCase param(String name, long index, long value, Finding... findings) {
        byte[] record = StreamWriter.octets(w -> w.libxc().hvm().params(new HvmParam(index, value)));
        return state(name, Octets.replace(SOUND, PARAMS, PARAMS + 32, record), findings);
    }

    @Override
    List<FindingCase> cases() {
        int second = POLICY + 8 + LEAF;
        return List.of(
                state("sound", SOUND),
                leaf("leaf 1", 1, NO_SUBLEAF, 0x306c3, 1),
                leaf("leaf 0 again", 0, NO_SUBLEAF, 0xd, 0, warn(FindingCode.CPUID_002, second)),
                leaf("leaf 0xe", 0xe, NO_SUBLEAF, 0, 0, error(FindingCode.CPUID_003, second)),
                leaf("leaf 0x40000001", 0x4000_0001L, NO_SUBLEAF, 0, 0, error(FindingCode.CPUID_003, second)),
                leaf("leaf 0x80000022", 0x8000_0022L, NO_SUBLEAF, 0, 0, error(FindingCode.CPUID_003, second)),
                leaf("leaf 7, subleaf 3", 7, 3, 0, 0, error(FindingCode.CPUID_004, second + 4)),
                leaf("leaf 7 without subleaf", 7, NO_SUBLEAF, 0, 0, error(FindingCode.CPUID_004, second + 4)),
                leaf("leaf 1 with subleaf", 1, 0, 0, 0, error(FindingCode.CPUID_004, second + 4)),
                policy(
                        "leaf 2 of 1",
                        w -> w.libxc()
                                .cpuidPolicy(
                                        new CpuidLeaf(0, NO_SUBLEAF, 1, 0, 0, 0),
                                        new CpuidLeaf(2, NO_SUBLEAF, 0, 0, 0, 0)),
                        warn(FindingCode.CPUID_005, second)),
                leaf("ITSC", 0x8000_0007L, NO_SUBLEAF, 0, 1 << 8, note(FindingCode.CPUID_006, second + 20)),
                leaf("hypervisor limit", 0x4000_0000L, NO_SUBLEAF, 0xff, 0),
                leaf("hypervisor limit 256", 0x4000_0000L, NO_SUBLEAF, 256, 0, warn(FindingCode.CPUID_007, second + 8)),
                leaf("feature without a name", 1, NO_SUBLEAF, 0, 1 << 10, note(FindingCode.CPUID_008, second + 20)),
                leaf("repeated features", 0x8000_0001L, NO_SUBLEAF, 0, 1, new Finding[0]),
                msr("flags of an MSR", Octets.patch(msr(0xce, 0), 12, 1), error(FindingCode.POL_002, MSRS + 12)),
                msr("MSR 0x10", msr(0x10, 0), error(FindingCode.POL_003, MSRS + 8)),
                msr("MSR 0x10a", msr(0x10a, -1)),
                msr("PLATFORM_INFO of 33 bits", msr(0xce, 1L << 32), error(FindingCode.POL_004, MSRS + 16)),
                state(
                        "mode 3 from Xen 4.11",
                        Octets.patch(Octets.patch(SOUND, MINOR, 11), TSC + 8, 3),
                        warn(FindingCode.TSC_003, TSC + 8),
                        warn(FindingCode.LXC_004, RELEASE)),
                time("never emulated", 2, 0, 0),
                time("never emulated with a frequency", 2, 1, 0, warn(FindingCode.TSC_004, TSC + 12)),
                time("no frequency", 0, 0, 5, warn(FindingCode.TSC_005, TSC + 12)),
                param("I/O request page", 5, 0xfeffc),
                param("I/O request page behind all pages", 5, 0xfeffd, warn(FindingCode.PAR_007, PARAMS + 24)),
                param("event channel", 18, 0xfeffd, note(FindingCode.HVR_011, PARAMS + 16)),
                viridian("Viridian", 0x1fff),
                viridian("Viridian without frequency", 2, warn(FindingCode.PAR_009, PARAMS + 24)),
                viridian("Viridian bit 13", 0x2001, warn(FindingCode.PAR_009, PARAMS + 24)));
    }
}
