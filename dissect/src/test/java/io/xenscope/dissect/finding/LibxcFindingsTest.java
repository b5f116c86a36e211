package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.CONTEXT;
import static io.xenscope.dissect.test.Guests.CPUID;
import static io.xenscope.dissect.test.Guests.END;
import static io.xenscope.dissect.test.Guests.EPOCH_2;
import static io.xenscope.dissect.test.Guests.PARAMS;
import static io.xenscope.dissect.test.Guests.PV_SHARED;
import static io.xenscope.dissect.test.Guests.REMUS_LENGTH;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.RawRecord;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.nio.ByteOrder;
import java.util.List;

/** Headers and framing of the libxc image (specification 8.3, LXC). */
class LibxcFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.hvm();

    /** The image with records before {@code at}. */
    private static byte[] with(int at, StreamBody records) {
        return insert(SOUND, at, StreamWriter.octets(records));
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("sound", SOUND),
                new FindingCase(
                        "marker",
                        () -> Decoded.file(patch(SOUND, 7, 0xfe), Format.LIBXC),
                        List.of(error(FindingCode.LXC_001, 0))),
                new FindingCase(
                        "id",
                        () -> Decoded.file(patch(SOUND, 11, 'X'), Format.LIBXC),
                        List.of(error(FindingCode.LXC_002, 8))),
                file("version 4", patch(SOUND, 15, 4), error(FindingCode.LXC_003, 12)),
                file("version 3 from Xen 4.13", patch(SOUND, 36, 13), warn(FindingCode.LXC_004, 32)),
                file("version 3 from Xen 4.14", patch(SOUND, 36, 14)),
                file(
                        "version 2 from Xen 4.14",
                        patch(Guests.hvm2(w -> {}), 36, 14),
                        warn(FindingCode.LXC_004, 32),
                        note(FindingCode.PGD_018, 40)),
                file(
                        "big-endian",
                        StreamWriter.octets(ByteOrder.BIG_ENDIAN, Guests::hvmImage),
                        error(FindingCode.LXC_005, 16)),
                file("option bit 15", patch(SOUND, 16, 0x80), warn(FindingCode.LXC_006, 16)),
                file("reserved u16", patch(SOUND, 19, 1), warn(FindingCode.LXC_007, 18)),
                file("reserved u32", patch(SOUND, 23, 1), warn(FindingCode.LXC_007, 18)),
                file("domain type 3", patch(SOUND, 24, 3), error(FindingCode.LXC_008, 24)),
                file("domain header reserved", patch(SOUND, 30, 1), warn(FindingCode.LXC_009, 30)),
                file("page shift 13", patch(SOUND, 28, 13), error(FindingCode.LXC_011, 28)),
                file("converted", patch(SOUND, 32, 0, 0, 0, 0, 1), note(FindingCode.LXC_012, 32)),
                file(
                        "record of 128 MiB and one octet",
                        insert(SOUND, CONTEXT, new byte[] {9, 0, 0, 0, 1, 0, 0, 8}),
                        error(FindingCode.LXC_013, CONTEXT + 4)),
                file("record of 8 MiB and one octet", context(0x800001), note(FindingCode.LXC_014, CONTEXT + 4)),
                file("record of 8 MiB", context(0x800000)),
                file("type 0x13", with(CONTEXT, w -> w.libxc().record(0x13)), error(FindingCode.LXC_015, CONTEXT)),
                file(
                        "type 0x80000001",
                        with(CONTEXT, w -> w.libxc().record(0x80000001L, (byte) 'a')),
                        note(FindingCode.LXC_016, CONTEXT)),
                file(
                        "type 0x80000001 in a later epoch",
                        insert(
                                Guests.remus(),
                                EPOCH_2,
                                StreamWriter.octets(w -> w.libxc().record(0x80000001L))),
                        Finding.of(FindingCode.LXC_016, Severity.ERROR, EPOCH_2),
                        note(FindingCode.GEN_002, REMUS_LENGTH + 8),
                        note(FindingCode.CKP_004, REMUS_LENGTH + 8)),
                file(
                        "padding",
                        with(
                                END,
                                w -> w.libxc()
                                        .record(RawRecord.of(0x80000001L, (byte) 'a', (byte) 'b', (byte) 'c')
                                                .withPadding(new byte[] {0, 1, 0, 0, 0}))),
                        warn(FindingCode.LXC_017, END + 11),
                        note(FindingCode.LXC_016, END)),
                file(
                        "padding of HVM_CONTEXT",
                        replace(
                                SOUND,
                                CONTEXT,
                                PARAMS,
                                StreamWriter.octets(w -> w.libxc()
                                        .record(RawRecord.of(9, new byte[] {1, 2, 3, 4, 5})
                                                .withPadding(new byte[] {0, 1, 0})))),
                        warn(FindingCode.LXC_017, CONTEXT + 13)),
                file(
                        "TOOLSTACK",
                        with(CONTEXT, w -> w.libxc().toolstack(blob(1, 1, 28, 'x', 0))),
                        error(FindingCode.LXC_018, CONTEXT)),
                file(
                        "TOOLSTACK of one octet",
                        with(CONTEXT, w -> w.libxc().toolstack((byte) 1)),
                        error(FindingCode.TOOL_001, CONTEXT + 8),
                        error(FindingCode.LXC_018, CONTEXT)),
                file(
                        "TOOLSTACK with a stray octet",
                        with(CONTEXT, w -> w.libxc().toolstack(blob(1, 1, 29, 'x', 0))),
                        error(FindingCode.TOOL_002, CONTEXT + 12),
                        error(FindingCode.LXC_018, CONTEXT)),
                file(
                        "TOOLSTACK with an open name",
                        with(CONTEXT, w -> w.libxc().toolstack(blob(1, 1, 28, 'x', 'y'))),
                        warn(FindingCode.TOOL_003, CONTEXT + 40),
                        error(FindingCode.LXC_018, CONTEXT)),
                file(
                        "END with a body",
                        replace(
                                SOUND,
                                END,
                                SOUND.length,
                                StreamWriter.octets(w -> w.libxc().record(0, new byte[8]))),
                        warn(FindingCode.LXC_019, END + 8)),
                file(
                        "STATIC_DATA_END with a body",
                        replace(
                                SOUND,
                                96,
                                104,
                                StreamWriter.octets(w -> w.libxc().record(0x10, new byte[8]))),
                        warn(FindingCode.LXC_019, 104)),
                file(
                        "X86_PV_INFO of an HVM guest",
                        with(CPUID, w -> w.libxc().pv().info(8)),
                        error(FindingCode.LXC_020, CPUID)),
                file(
                        "HVM_CONTEXT of a PV guest",
                        insert(
                                Guests.pv(),
                                PV_SHARED,
                                StreamWriter.octets(w -> w.libxc().hvm().context((byte) 1))),
                        error(FindingCode.LXC_020, PV_SHARED)),
                file("VERIFY", with(TSC, w -> w.libxc().verify()), note(FindingCode.LXC_021, TSC)),
                file(
                        "VERIFY from Xen 4.15",
                        patch(with(TSC, w -> w.libxc().verify()), 36, 15),
                        warn(FindingCode.LXC_022, TSC),
                        note(FindingCode.LXC_021, TSC)),
                file(
                        "VERIFY from Xen 4.16",
                        patch(with(TSC, w -> w.libxc().verify()), 36, 16),
                        note(FindingCode.LXC_021, TSC)),
                file(
                        "VERIFY from Xen 4.6",
                        verifyFrom46(),
                        note(FindingCode.LXC_021, 4160),
                        note(FindingCode.PGD_018, 40)),
                file(
                        "VERIFY in a later epoch",
                        insert(
                                Guests.remus(),
                                EPOCH_2,
                                StreamWriter.octets(w -> w.libxc().verify())),
                        warn(FindingCode.LXC_023, EPOCH_2),
                        note(FindingCode.LXC_021, EPOCH_2),
                        note(FindingCode.GEN_002, REMUS_LENGTH + 8),
                        note(FindingCode.CKP_004, REMUS_LENGTH + 8)),
                file(
                        "VERIFY before the first CHECKPOINT",
                        insert(
                                Guests.remus(),
                                4248,
                                StreamWriter.octets(w -> w.libxc().verify())),
                        warn(FindingCode.LXC_023, Guests.CHECKPOINT + 8),
                        note(FindingCode.LXC_021, 4248),
                        note(FindingCode.GEN_002, REMUS_LENGTH + 8),
                        note(FindingCode.CKP_004, REMUS_LENGTH + 8)),
                file("X86_TSC_INFO behind HVM_CONTEXT", tscBehindContext(), note(FindingCode.LXC_024, CONTEXT)));
    }

    private static byte[] context(int length) {
        return replace(
                SOUND, CONTEXT, PARAMS, StreamWriter.octets(w -> w.libxc().hvm().context(new byte[length])));
    }

    private static byte[] verifyFrom46() {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(2);
            w.libxc().domainHeader(DomainType.HVM, 4, 6);
            Guests.pages(w, 0);
            w.libxc().verify();
            Guests.hvmState(w);
            w.libxc().end();
        });
    }

    private static byte[] tscBehindContext() {
        byte[] tsc = StreamWriter.octets(Guests::tsc);
        return replace(insert(SOUND, PARAMS, tsc), TSC, CONTEXT, new byte[0]);
    }

    /** A blob of libxl with one entry whose name is of two octets; {@code size} octets of the entry without them. */
    private static byte[] blob(int version, int count, int size, int... name) {
        byte[] blob = new byte[8 + size + name.length];
        blob[0] = (byte) version;
        blob[4] = (byte) count;
        blob[32] = (byte) name.length;
        for (int i = 0; i < name.length; i++) {
            blob[36 + i] = (byte) name[i];
        }
        return blob;
    }
}
