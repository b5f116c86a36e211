package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.CHECKPOINT_END;
import static io.xenscope.dissect.test.Guests.EMULATOR;
import static io.xenscope.dissect.test.Guests.EPOCH_2;
import static io.xenscope.dissect.test.Guests.REMUS_LENGTH;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.CheckpointState;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** Remus and COLO on the way to the receiver (specification 8.7, CKP). Such streams end without END: GEN-002, CKP-004. */
class CheckpointFindingsTest extends FindingTable {

    private static final byte[] REMUS = Guests.remus();

    /** The first epoch with this behind it. */
    private static byte[] then(StreamBody records) {
        return join(head(REMUS, EPOCH_2), StreamWriter.octets(records));
    }

    private static Finding noEnd(int length) {
        return note(FindingCode.GEN_002, length);
    }

    private static Finding failover(int length) {
        return note(FindingCode.CKP_004, length);
    }

    @Override
    List<FindingCase> cases() {
        int second = EPOCH_2 + 16;
        return List.of(
                file("two epochs", REMUS, failover(REMUS_LENGTH), noEnd(REMUS_LENGTH)),
                file(
                        "END behind an epoch",
                        then(w -> {
                            w.libxc().end();
                            Guests.emulator(w);
                            w.libxl().end();
                        }),
                        warn(FindingCode.CKP_002, EPOCH_2)),
                file(
                        "END behind an epoch, no device-model state",
                        then(w -> {
                            w.libxc().end();
                            w.libxl().end();
                        }),
                        warn(FindingCode.CKP_002, EPOCH_2)),
                file(
                        "cut behind the first CHECKPOINT",
                        head(REMUS, EMULATOR),
                        error(FindingCode.CKP_003, EMULATOR),
                        noEnd(EMULATOR)),
                file(
                        "1025 records in the second epoch",
                        then(w -> {
                            for (int i = 0; i < 1024; i++) {
                                Guests.tsc(w);
                            }
                            w.libxc().hvm().params();
                        }),
                        note(FindingCode.CKP_005, EPOCH_2 + 1024 * 32),
                        note(FindingCode.HVR_013, EPOCH_2 + 1024 * 32),
                        warn(FindingCode.HVR_006, EPOCH_2 + 1024 * 32 + 8),
                        noEnd(EPOCH_2 + 1024 * 32 + 16),
                        failover(EPOCH_2 + 1024 * 32 + 16)),
                file(
                        "1024 records in the second epoch",
                        then(w -> {
                            for (int i = 0; i < 1024; i++) {
                                Guests.tsc(w);
                            }
                        }),
                        failover(EPOCH_2 + 1024 * 32),
                        noEnd(EPOCH_2 + 1024 * 32)),
                file(
                        "tail without EMULATOR_CONTEXT",
                        without(head(REMUS, EPOCH_2), EMULATOR, CHECKPOINT_END),
                        warn(FindingCode.CKP_006, EMULATOR),
                        noEnd(EMULATOR + 8),
                        failover(EMULATOR + 8)),
                file(
                        "image header repeated",
                        then(w -> {
                            w.libxc().imageHeader(3);
                            w.libxc().domainHeader(DomainType.HVM, 4, 17);
                            Guests.epoch(w);
                        }),
                        error(FindingCode.CKP_007, EPOCH_2),
                        noEnd(REMUS_LENGTH + 40),
                        failover(REMUS_LENGTH + 40)),
                file(
                        "LIBXC_CONTEXT repeated",
                        then(w -> {
                            w.libxl().libxcContext();
                            w.libxc().imageHeader(3);
                            w.libxc().domainHeader(DomainType.HVM, 4, 17);
                            Guests.epoch(w);
                        }),
                        error(FindingCode.CKP_007, EPOCH_2),
                        noEnd(REMUS_LENGTH + 48),
                        failover(REMUS_LENGTH + 48)),
                file(
                        "COLO of a PV guest",
                        pvColo(),
                        error(FindingCode.CKP_008, 13624),
                        note(FindingCode.CKP_010, 13624),
                        noEnd(13640),
                        failover(13640)),
                file(
                        "SVM_READY from the primary",
                        then(w -> w.libxl().checkpointState(CheckpointState.SVM_READY)),
                        error(FindingCode.CKP_009, EPOCH_2 + 8),
                        noEnd(second),
                        failover(second)),
                file(
                        "COLO",
                        insert(
                                REMUS,
                                EPOCH_2,
                                StreamWriter.octets(w -> w.libxl().checkpointState(CheckpointState.NEW))),
                        note(FindingCode.CKP_010, EPOCH_2),
                        noEnd(REMUS_LENGTH + 16),
                        failover(REMUS_LENGTH + 16)));
    }

    /** One epoch of a PV guest, CHECKPOINT at 13608, CHECKPOINT_END at 13616, CHECKPOINT_STATE at 13624. */
    private static byte[] pvColo() {
        byte[] image = Guests.pv();
        return StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            w.raw(head(image, Guests.PV_END));
            w.libxc().checkpoint();
            w.libxl().checkpointEnd();
            w.libxl().checkpointState(CheckpointState.NEW);
        });
    }
}
