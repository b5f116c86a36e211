package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.CPUID;
import static io.xenscope.dissect.test.Guests.MSR;
import static io.xenscope.dissect.test.Guests.PAGES;
import static io.xenscope.dissect.test.Guests.STATIC_END;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** STATIC_DATA_END and the policies (specification 8.6, STA). */
class StaticDataFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.hvm();
    private static final byte[] MSR_POLICY =
            StreamWriter.octets(w -> w.libxc().msrPolicy(new MsrEntry(0xce, 0x80000000L)));

    @Override
    List<FindingCase> cases() {
        return List.of(
                file(
                        "STATIC_DATA_END twice",
                        insert(SOUND, PAGES, StreamWriter.octets(w -> w.libxc().staticDataEnd())),
                        error(FindingCode.STA_001, PAGES)),
                file(
                        "STATIC_DATA_END behind the inferred one",
                        insert(
                                Guests.hvm2(w -> {}),
                                40 + 4120,
                                StreamWriter.octets(w -> w.libxc().staticDataEnd())),
                        error(FindingCode.STA_001, 4160),
                        note(FindingCode.PGD_018, 40),
                        note(FindingCode.LXC_024, 4160),
                        warn(FindingCode.STA_002, 4160)),
                file(
                        "STATIC_DATA_END in version 2",
                        Guests.hvm2(w -> w.libxc().staticDataEnd()),
                        warn(FindingCode.STA_002, 40)),
                file(
                        "version 3 without STATIC_DATA_END and without memory",
                        without(SOUND, STATIC_END, TSC),
                        error(FindingCode.STA_003, STATIC_END + 96)),
                file(
                        "policy in version 2",
                        Guests.hvm2(w -> w.libxc().msrPolicy(new MsrEntry(0xce, 1))),
                        warn(FindingCode.STA_004, 40),
                        note(FindingCode.PGD_018, 64)),
                file(
                        "policy behind STATIC_DATA_END",
                        insert(without(SOUND, MSR, STATIC_END), STATIC_END - 16, MSR_POLICY),
                        warn(FindingCode.STA_005, STATIC_END - 16),
                        note(FindingCode.STA_008, MSR),
                        note(FindingCode.LXC_024, STATIC_END - 16)),
                file(
                        "CPUID policy of 20 octets",
                        replace(
                                SOUND,
                                CPUID,
                                MSR,
                                StreamWriter.octets(w -> w.libxc().record(0x11, new byte[20]))),
                        error(FindingCode.STA_006, CPUID + 4)),
                file(
                        "CPUID policy empty",
                        replace(
                                SOUND,
                                CPUID,
                                MSR,
                                StreamWriter.octets(w -> w.libxc().cpuidPolicy())),
                        error(FindingCode.STA_006, CPUID + 4)),
                file(
                        "MSR policy of 24 octets",
                        replace(
                                SOUND,
                                MSR,
                                STATIC_END,
                                StreamWriter.octets(w -> w.libxc().record(0x12, new byte[24]))),
                        error(FindingCode.STA_007, MSR + 4)),
                file(
                        "MSR policy empty",
                        replace(
                                SOUND,
                                MSR,
                                STATIC_END,
                                StreamWriter.octets(w -> w.libxc().msrPolicy())),
                        error(FindingCode.STA_007, MSR + 4)),
                file("no CPUID policy", without(SOUND, CPUID, MSR), note(FindingCode.STA_008, STATIC_END - 32)),
                file("no MSR policy", without(SOUND, MSR, STATIC_END), note(FindingCode.STA_008, MSR)),
                file(
                        "no policy in a converted image",
                        patch(without(SOUND, CPUID, STATIC_END), 32, 0, 0, 0, 0, 1),
                        note(FindingCode.LXC_012, 32)),
                file("MSR policy twice", insert(SOUND, STATIC_END, MSR_POLICY), note(FindingCode.STA_010, STATIC_END)));
    }
}
