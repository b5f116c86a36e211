package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.CHECKPOINT_END;
import static io.xenscope.dissect.test.Guests.EMULATOR;
import static io.xenscope.dissect.test.Guests.EPOCH_2;
import static io.xenscope.dissect.test.Guests.LIBXL_END;
import static io.xenscope.dissect.test.Guests.REMUS_LENGTH;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.CheckpointState;
import io.xenscope.samples.grammar.RawRecord;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.nio.ByteOrder;
import java.util.List;

/** The libxl stream (specification 8.2, LXL), apart from the contents of EMULATOR_XENSTORE_DATA. */
class LibxlFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.libxl();
    private static final byte[] REMUS = Guests.remus();

    /** The stream with another EMULATOR_CONTEXT. */
    private static byte[] emulator(StreamBody record) {
        return replace(SOUND, EMULATOR, LIBXL_END, StreamWriter.octets(record));
    }

    /** The stream with a record before END. */
    private static byte[] beforeEnd(StreamBody record) {
        return insert(SOUND, LIBXL_END, StreamWriter.octets(record));
    }

    /** One epoch with this behind it. */
    private static byte[] behindEpoch(StreamBody records) {
        return join(head(REMUS, EPOCH_2), StreamWriter.octets(records));
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("sound", SOUND),
                new FindingCase(
                        "ident",
                        () -> Decoded.file(patch(SOUND, 7, 'T'), Format.LIBXL),
                        List.of(error(FindingCode.LXL_001, 0))),
                file("version 3", patch(SOUND, 11, 3), error(FindingCode.LXL_002, 8)),
                file("big-endian records", bigEndian(), error(FindingCode.LXL_003, 12)),
                file("converted", patch(SOUND, 15, 2), note(FindingCode.LXL_004, 12)),
                file("option bit 2", patch(SOUND, 15, 4), warn(FindingCode.LXL_005, 12)),
                file("option bit 16", patch(SOUND, 13, 1), warn(FindingCode.LXL_006, 12)),
                file("type 6", beforeEnd(w -> w.libxl().record(6)), error(FindingCode.LXL_007, LIBXL_END)),
                file(
                        "type 0x80000006",
                        beforeEnd(w -> w.libxl().record(0x80000006L)),
                        error(FindingCode.LXL_008, LIBXL_END)),
                file(
                        "padding",
                        emulator(w -> w.libxl()
                                .record(RawRecord.of(3, qemu(9)).withPadding(new byte[] {0, 1, 0, 0, 0, 0, 0}))),
                        warn(FindingCode.LXL_009, EMULATOR + 8 + 17)),
                file("zero padding", emulator(w -> w.libxl().record(3, qemu(9)))),
                file(
                        "END with a body",
                        replace(
                                SOUND,
                                LIBXL_END,
                                SOUND.length,
                                StreamWriter.octets(w -> w.libxl().record(0, new byte[8]))),
                        warn(FindingCode.LXL_010, LIBXL_END + 8)),
                file(
                        "LIBXC_CONTEXT with a body",
                        replace(
                                SOUND,
                                16,
                                24,
                                StreamWriter.octets(w -> w.libxl().record(1, new byte[8]))),
                        warn(FindingCode.LXL_011, 24)),
                file("END without an image", without(SOUND, 16, LIBXL_END), error(FindingCode.LXL_012, 16)),
                file(
                        "second image",
                        insert(
                                SOUND,
                                EMULATOR,
                                join(StreamWriter.octets(w -> w.libxl().libxcContext()), Guests.hvm())),
                        error(FindingCode.LXL_012, EMULATOR)),
                file("emulator for a PV guest", pvWithEmulator(), error(FindingCode.LXL_013, 24 + 13592)),
                file(
                        "EMULATOR_CONTEXT of 4 octets",
                        emulator(w -> w.libxl().record(3, new byte[4])),
                        error(FindingCode.LXL_015, EMULATOR + 4)),
                file("emulator 3", patch(SOUND, EMULATOR + 8, 3), warn(FindingCode.LXL_016, EMULATOR + 8)),
                file("emulator 0", patch(SOUND, EMULATOR + 8, 0), warn(FindingCode.LXL_017, EMULATOR + 8)),
                file(
                        "emulator 0 in a converted stream",
                        patch(patch(SOUND, EMULATOR + 8, 0), 15, 2),
                        note(FindingCode.LXL_004, 12)),
                file(
                        "emulator 1 from Xen 4.21",
                        patch(patch(SOUND, EMULATOR + 8, 1), 24 + 36, 21),
                        warn(FindingCode.LXL_018, EMULATOR + 8)),
                file("emulator 1 from Xen 4.20", patch(patch(SOUND, EMULATOR + 8, 1), 24 + 36, 20)),
                file("emulator index 1", patch(SOUND, EMULATOR + 12, 1), note(FindingCode.LXL_019, EMULATOR + 12)),
                file("not QEVM", patch(SOUND, EMULATOR + 16, 'X'), warn(FindingCode.LXL_026, EMULATOR + 16)),
                file("two EMULATOR_CONTEXT", beforeEnd(Guests::emulator), warn(FindingCode.LXL_027, LIBXL_END)),
                file("no EMULATOR_CONTEXT", without(SOUND, EMULATOR, LIBXL_END), warn(FindingCode.LXL_028, EMULATOR)),
                file(
                        "CHECKPOINT_END in a plain stream",
                        beforeEnd(w -> w.libxl().checkpointEnd()),
                        error(FindingCode.LXL_029, LIBXL_END)),
                file(
                        "CHECKPOINT_END with a body",
                        replace(
                                head(REMUS, EPOCH_2),
                                CHECKPOINT_END,
                                EPOCH_2,
                                StreamWriter.octets(w -> w.libxl().record(4, new byte[8]))),
                        warn(FindingCode.LXL_030, CHECKPOINT_END + 8),
                        note(FindingCode.GEN_002, EPOCH_2 + 8),
                        note(FindingCode.CKP_004, EPOCH_2 + 8)),
                file(
                        "CHECKPOINT_STATE inside a tail",
                        insert(
                                REMUS,
                                CHECKPOINT_END,
                                StreamWriter.octets(w -> w.libxl().checkpointState(CheckpointState.NEW))),
                        error(FindingCode.LXL_031, CHECKPOINT_END),
                        note(FindingCode.CKP_010, CHECKPOINT_END),
                        note(FindingCode.GEN_002, REMUS_LENGTH + 16),
                        note(FindingCode.CKP_004, REMUS_LENGTH + 16)),
                file(
                        "CHECKPOINT_STATE empty",
                        behindEpoch(w -> w.libxl().record(5)),
                        error(FindingCode.LXL_032, EPOCH_2 + 4),
                        note(FindingCode.GEN_002, EPOCH_2 + 8),
                        note(FindingCode.CKP_004, EPOCH_2 + 8)),
                file(
                        "CHECKPOINT_STATE of 8 octets",
                        behindEpoch(w -> w.libxl().record(5, new byte[8])),
                        warn(FindingCode.LXL_033, EPOCH_2 + 4),
                        note(FindingCode.CKP_010, EPOCH_2),
                        note(FindingCode.GEN_002, EPOCH_2 + 16),
                        note(FindingCode.CKP_004, EPOCH_2 + 16)),
                file(
                        "CHECKPOINT_STATE 4",
                        behindEpoch(w -> w.libxl().checkpointState(4)),
                        error(FindingCode.LXL_034, EPOCH_2 + 8),
                        note(FindingCode.GEN_002, EPOCH_2 + 16),
                        note(FindingCode.CKP_004, EPOCH_2 + 16)),
                file(
                        "END inside a tail",
                        replace(
                                head(REMUS, EPOCH_2),
                                CHECKPOINT_END,
                                EPOCH_2,
                                StreamWriter.octets(w -> w.libxl().end())),
                        error(FindingCode.LXL_035, CHECKPOINT_END)),
                file(
                        "XENSTORE_DATA of 2 MiB",
                        insert(SOUND, EMULATOR, new byte[] {2, 0, 0, 0, 0, 0, 0x20, 0}),
                        error(FindingCode.LXL_038, EMULATOR + 4)));
    }

    private static byte[] qemu(int length) {
        return join(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 'Q', 'E', 'V', 'M', 0, 0, 0, 3}, new byte[length - 8]);
    }

    /** Everything but the nested image big-endian. */
    private static byte[] bigEndian() {
        byte[] begin = StreamWriter.octets(ByteOrder.BIG_ENDIAN, w -> {
            w.libxl().header();
            w.libxl().libxcContext();
        });
        byte[] behind = StreamWriter.octets(ByteOrder.BIG_ENDIAN, w -> {
            Guests.emulator(w);
            w.libxl().end();
        });
        return join(begin, Guests.hvm(), behind);
    }

    private static byte[] pvWithEmulator() {
        return StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            Guests.pvImage(w);
            Guests.emulator(w);
            w.libxl().end();
        });
    }
}
