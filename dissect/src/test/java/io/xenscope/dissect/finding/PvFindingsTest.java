package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.PV_BASIC;
import static io.xenscope.dissect.test.Guests.PV_END;
import static io.xenscope.dissect.test.Guests.PV_INFO;
import static io.xenscope.dissect.test.Guests.PV_P2M;
import static io.xenscope.dissect.test.Guests.PV_PAGES;
import static io.xenscope.dissect.test.Guests.PV_SHARED;
import static io.xenscope.dissect.test.Guests.PV_STATIC_END;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** Records of PV guests (specification 8.5, PVR). */
class PvFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.pv();

    private static byte[] info(StreamBody record) {
        return replace(SOUND, PV_INFO, PV_INFO + 16, StreamWriter.octets(record));
    }

    private static byte[] p2m(StreamBody record) {
        return replace(SOUND, PV_P2M, PV_PAGES, StreamWriter.octets(record));
    }

    private static byte[] basic(StreamBody record) {
        return replace(SOUND, PV_BASIC, PV_END, StreamWriter.octets(record));
    }

    /** The image with a further VCPU record before END. */
    private static byte[] vcpu(StreamBody record) {
        return insert(SOUND, PV_END, StreamWriter.octets(record));
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("sound", SOUND),
                file(
                        "second X86_PV_INFO",
                        insert(
                                SOUND,
                                PV_INFO + 16,
                                StreamWriter.octets(w -> w.libxc().pv().info(8))),
                        error(FindingCode.PVR_001, PV_INFO + 16)),
                file(
                        "X86_PV_INFO of 4 octets",
                        info(w -> w.libxc().record(2, new byte[] {8, 4, 0, 0})),
                        error(FindingCode.PVR_002, PV_INFO + 4),
                        error(FindingCode.PVR_006, PV_P2M),
                        error(FindingCode.PVR_013, PV_SHARED)),
                file(
                        "X86_PV_INFO of 16 octets",
                        info(w -> w.libxc().record(2, patch(new byte[16], 0, 8, 4))),
                        warn(FindingCode.PVR_003, PV_INFO + 4)),
                file(
                        "width 8 with 3 levels",
                        info(w -> w.libxc().pv().info(8, 3)),
                        error(FindingCode.PVR_004, PV_INFO + 8)),
                file("reserved octets", patch(SOUND, PV_INFO + 15, 1), warn(FindingCode.PVR_005, PV_INFO + 10)),
                file(
                        "P2M_FRAMES before X86_PV_INFO",
                        withoutInfo(w -> {
                            w.libxc().pv().p2mFrames(0L, 511L, 0x10L);
                            Guests.pages(w, 0x10);
                            Guests.tsc(w);
                        }),
                        error(FindingCode.PVR_006, 104)),
                file(
                        "P2M_FRAMES before STATIC_DATA_END",
                        p2mBeforeStaticEnd(),
                        error(FindingCode.PVR_007, PV_STATIC_END),
                        note(FindingCode.LXC_024, PV_STATIC_END + 24)),
                file(
                        "P2M_FRAMES of 4 octets",
                        p2m(w -> w.libxc().record(3, new byte[4])),
                        error(FindingCode.PVR_008, PV_P2M + 4)),
                file(
                        "range reversed",
                        p2m(w -> w.libxc().pv().p2mFrames(512L, 511L, 0x10L)),
                        error(FindingCode.PVR_009, PV_P2M + 8)),
                file(
                        "two frames for 512 PFNs",
                        p2m(w -> w.libxc().pv().p2mFrames(0L, 511L, 0x10L, 0x10L)),
                        error(FindingCode.PVR_010, PV_P2M + 4)),
                file(
                        "one frame for 513 PFNs",
                        p2m(w -> w.libxc().pv().p2mFrames(0L, 512L, 0x10L)),
                        error(FindingCode.PVR_010, PV_P2M + 4)),
                file("two frames for 513 PFNs", p2m(w -> w.libxc().pv().p2mFrames(0L, 512L, 0x10L, 0x10L))),
                file(
                        "frames from PFN 512 on",
                        p2m(w -> w.libxc().pv().p2mFrames(512L, 1023L, 0x10L)),
                        note(FindingCode.PVR_011, PV_P2M + 8)),
                file(
                        "P2M_FRAMES repeated",
                        insert(
                                SOUND,
                                PV_PAGES,
                                StreamWriter.octets(w -> w.libxc().pv().p2mFrames(0L, 511L, 0x10L))),
                        note(FindingCode.PVR_011, PV_PAGES)),
                file(
                        "frame beyond the end",
                        p2m(w -> w.libxc().pv().p2mFrames(0L, 511L, 0x200L)),
                        error(FindingCode.PVR_012, PV_P2M + 16)),
                file(
                        "SHARED_INFO before X86_PV_INFO",
                        withoutInfo(w -> {
                            Guests.tsc(w);
                            w.libxc().pv().sharedInfo(8, 512);
                        }),
                        error(FindingCode.PVR_013, 136)),
                file(
                        "SHARED_INFO of 4088 octets",
                        replace(
                                SOUND,
                                PV_SHARED,
                                PV_BASIC,
                                StreamWriter.octets(w -> w.libxc().pv().sharedInfo(new byte[4088]))),
                        error(FindingCode.PVR_014, PV_SHARED + 4)),
                file(
                        "VCPU record of 4 octets",
                        vcpu(w -> w.libxc().record(5, new byte[4])),
                        error(FindingCode.PVR_015, PV_END + 4)),
                file(
                        "VCPU record without blob",
                        vcpu(w -> w.libxc().pv().vcpuMsrs(0)),
                        warn(FindingCode.PVR_016, PV_END + 4)),
                file("reserved word", patch(SOUND, PV_BASIC + 12, 1), warn(FindingCode.PVR_017, PV_BASIC + 12)),
                file(
                        "VCPU 8192",
                        vcpu(w -> w.libxc().pv().vcpuExtended(8192, new byte[64])),
                        error(FindingCode.PVR_018, PV_END + 8)),
                file("VCPU 8191", vcpu(w -> w.libxc().pv().vcpuExtended(8191, new byte[64]))),
                file(
                        "BASIC of a 32-bit guest",
                        basic(w -> w.libxc().pv().vcpuBasic(0, 4)),
                        error(FindingCode.PVR_019, PV_BASIC + 4)),
                file(
                        "EXTENDED of 129 octets",
                        vcpu(w -> w.libxc().pv().vcpuExtended(0, new byte[129])),
                        error(FindingCode.PVR_020, PV_END + 4)),
                file("EXTENDED of 128 octets", vcpu(w -> w.libxc().pv().vcpuExtended(0, new byte[128]))),
                file(
                        "XSAVE of 15 octets",
                        vcpu(w -> w.libxc().pv().vcpuXsave(0, new byte[15])),
                        error(FindingCode.PVR_021, PV_END + 4)),
                file(
                        "XSAVE of 16 octets",
                        vcpu(w -> w.libxc().pv().vcpuXsave(0, new byte[16])),
                        note(FindingCode.PVR_022, PV_END + 4)),
                file(
                        "XSAVE of 24 octets",
                        vcpu(w -> w.libxc().pv().vcpuXsave(0, new byte[24])),
                        note(FindingCode.PVR_023, PV_END + 4)),
                file("XSAVE of 32 octets", vcpu(w -> w.libxc().pv().vcpuXsave(0, new byte[32]))),
                file(
                        "MSRS of 24 octets",
                        vcpu(w -> w.libxc().record(0x0c, new byte[8 + 24])),
                        error(FindingCode.PVR_024, PV_END + 4)),
                file("MSRS with one entry", vcpu(w -> w.libxc().pv().vcpuMsrs(0, new MsrEntry(0xc0011027L, 1)))),
                file("no BASIC at all", without(SOUND, PV_BASIC, PV_END), error(FindingCode.PVR_025, PV_BASIC)),
                file("BASIC of VCPU 1 only", patch(SOUND, PV_BASIC + 8, 1), error(FindingCode.PVR_025, PV_END)),
                file("BASIC twice", vcpu(w -> w.libxc().pv().vcpuBasic(0, 8)), note(FindingCode.PVR_026, PV_END)),
                file("BASIC of two VCPUs", vcpu(w -> w.libxc().pv().vcpuBasic(1, 8))));
    }

    /** An image that never tells its width, with {@code records} from 104 on. */
    private static byte[] withoutInfo(StreamBody records) {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.PV, 4, 17);
            Guests.statics(w);
            records.write(w);
            w.libxc().pv().vcpuBasic(0, 8);
            w.libxc().end();
        });
    }

    private static byte[] p2mBeforeStaticEnd() {
        byte[] p2m = StreamWriter.octets(w -> w.libxc().pv().p2mFrames(0L, 511L, 0x10L));
        return insert(without(SOUND, PV_P2M, PV_PAGES), PV_STATIC_END, p2m);
    }
}
