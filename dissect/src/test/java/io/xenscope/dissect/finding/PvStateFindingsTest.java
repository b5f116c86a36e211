package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.state;
import static io.xenscope.dissect.finding.FindingCase.warn;

import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Octets;
import io.xenscope.dissect.test.State;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.ArrayList;
import java.util.List;

/** State of PV guests (payload specification F, PV and SHI). */
class PvStateFindingsTest extends FindingTable {

    private static final int SHARED = State.pvState();
    private static final int CONTEXT = SHARED + 4104 + 16;
    private static final int SECOND = CONTEXT + 5168;

    private static final byte[] SOUND_64 = State.pv(8, w -> {
        w.libxc().pv().sharedInfo(8, 512);
        w.libxc().pv().vcpuBasic(0, 8);
    });
    private static final byte[] SOUND_32 = State.pv(4, w -> {
        w.libxc().pv().sharedInfo(4, 512);
        w.libxc().pv().vcpuBasic(0, 4);
    });

    /** The sound guest with octets of its context bent. */
    private static byte[] bent(int at, int... octets) {
        return Octets.patch(SOUND_64, CONTEXT + at, octets);
    }

    private static byte[] shared(int at, int... octets) {
        return Octets.patch(SOUND_64, SHARED + 8 + at, octets);
    }

    /** The sound guest with one record more. */
    private static byte[] more(StreamBody record) {
        return Octets.insert(SOUND_64, SECOND, StreamWriter.octets(record));
    }

    private static FindingCase extended(String name, byte[] blob, Finding... findings) {
        return state(name, more(w -> w.libxc().pv().vcpuExtended(0, blob)), findings);
    }

    private static byte[] extended(int length) {
        byte[] record = StreamWriter.octets(w -> w.libxc().pv().vcpuExtended(0, length));
        return java.util.Arrays.copyOfRange(record, 16, 16 + length);
    }

    private static byte[] xsave() {
        byte[] record = StreamWriter.octets(w -> w.libxc().pv().vcpuXsave(0));
        return java.util.Arrays.copyOfRange(record, 16, 16 + 848);
    }

    private static FindingCase xsave(String name, byte[] blob, Finding... findings) {
        return state(name, more(w -> w.libxc().pv().vcpuXsave(0, blob)), findings);
    }

    @Override
    List<FindingCase> cases() {
        List<FindingCase> cases = new ArrayList<>(contexts());
        cases.addAll(blobs());
        cases.addAll(pages());
        return cases;
    }

    private static List<FindingCase> contexts() {
        return List.of(
                state("sound, 64 bits", SOUND_64),
                state("sound, 32 bits", SOUND_32),
                state("7169 descriptors", bent(4960, 1, 0x1c), error(FindingCode.PV_004, CONTEXT + 4960)),
                state(
                        "descriptor frame 512",
                        Octets.patch(bent(4960, 1), CONTEXT + 4832, 0, 2),
                        error(FindingCode.PV_005, CONTEXT + 4832)),
                state("descriptor frame without descriptors", bent(4832, 0, 2)),
                state("CR3 of PFN 512", bent(4984 + 24, 0, 0, 0x20), error(FindingCode.PV_006, CONTEXT + 5008)),
                state("CR3 of PFN 511", bent(4984 + 24, 0, 0xf0, 0x1f)),
                state(
                        "folded CR3 of PFN 2^20",
                        Octets.patch(SOUND_32, CONTEXT + 2716 + 12, 1),
                        error(FindingCode.PV_006, CONTEXT + 2728)),
                state("user table without its flag", bent(4984 + 8, 0, 0x10), warn(FindingCode.PV_007, CONTEXT + 4992)),
                state("user table", bent(4984 + 8, 1, 0x10)),
                state("start_info 512", bent(616, 0, 2), error(FindingCode.PV_008, CONTEXT + 616)),
                state("padding of cs", bent(520 + 138, 1), note(FindingCode.PV_009, CONTEXT + 658)),
                state("offline", bent(512, 5), note(FindingCode.PV_010, CONTEXT + 512)));
    }

    private static List<FindingCase> blobs() {
        int at = SECOND + 16;
        byte[] area = xsave();
        return List.of(
                extended("extended", extended(64)),
                extended("size 31", Octets.patch(extended(64), 4, 31), error(FindingCode.PV_012, at + 4)),
                extended("size 65 in 64", Octets.patch(extended(64), 4, 65), error(FindingCode.PV_012, at + 4)),
                extended("vCPU 1 inside", Octets.patch(extended(64), 0, 1), error(FindingCode.PV_013, at)),
                extended("callback", Octets.patch(extended(64), 14, 1), error(FindingCode.PV_014, at + 8)),
                extended("128 octets", extended(128), note(FindingCode.PV_015, at)),
                xsave("XSAVE of 32 octets", new byte[32], error(FindingCode.PV_016, at)),
                xsave("XSAVE", area),
                xsave("XSAVE without SSE", Octets.patch(area, 0, 5), error(FindingCode.PV_017, at)),
                xsave("XSAVE too short", Octets.head(area, 832), error(FindingCode.PV_017, at)),
                state(
                        "MSR twice",
                        more(w -> w.libxc().pv().vcpuMsrs(0, new MsrEntry(0x48, 1), new MsrEntry(0x48, 1))),
                        warn(FindingCode.MSR_005, at + 16)),
                state(
                        "MSR of HVM guests only",
                        more(w -> w.libxc().pv().vcpuMsrs(0, new MsrEntry(0xda0, 1))),
                        error(FindingCode.MSR_003, at)));
    }

    private static List<FindingCase> pages() {
        int page = SHARED + 8;
        return List.of(
                state("behind the structure", shared(4000, 1), note(FindingCode.SHI_002, page + 3136)),
                state("max_pfn 513", shared(3088, 1, 2), warn(FindingCode.SHI_003, page + 3088)),
                state("wall clock under way", shared(3072, 1), note(FindingCode.SHI_004, page + 3072)),
                state("time of vCPU 1 under way", shared(64 + 32, 3), note(FindingCode.SHI_004, page + 96)));
    }
}
