package io.xenscope.dissect.finding;

import static io.xenscope.dissect.event.Severity.ERROR;
import static io.xenscope.dissect.event.Severity.NOTE;
import static io.xenscope.dissect.event.Severity.WARN;
import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.talk;
import static io.xenscope.dissect.test.Guests.EPOCH_2;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.text;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.CheckpointState;
import io.xenscope.samples.grammar.DirtyListFraming;
import io.xenscope.samples.grammar.RawRecord;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.ArrayList;
import java.util.List;

/** The COLO back channel (specification 8.7, BC): banner of 54 octets, then states of 16 octets; the list begins at 102. */
class BackChannelFindingsTest extends FindingTable {

    private static final byte[] XL_HEADER = StreamWriter.octets(w -> w.xl().header("{}"));
    private static final long LIST = 54 + 3 * 16;

    private static Conversation colo(StreamBody back) {
        return Conversation.captured()
                .receiver(w -> w.handshake().banner())
                .sender(XL_HEADER)
                .sender(head(Guests.remus(), EPOCH_2))
                .receiver(back);
    }

    /** The states up to where the list is due, then this. */
    private static Conversation due(StreamBody back) {
        return colo(w -> {
            w.libxl().checkpointState(CheckpointState.SVM_READY);
            w.libxl().checkpointState(CheckpointState.SVM_RESUMED);
            w.libxl().checkpointState(CheckpointState.SVM_SUSPENDED);
            back.write(w);
        });
    }

    private static Conversation list(DirtyListFraming framing, long... pfns) {
        return due(w -> {
            w.libxc().checkpointDirtyPfnList(framing, pfns);
            w.libxl().checkpointState(CheckpointState.SVM_READY);
        });
    }

    /** The finding, then the end of every COLO stream: no END, failover to the complete epoch. */
    private static Finding[] ends(Finding... first) {
        List<Finding> all = new ArrayList<>(List.of(first));
        all.add(note(FindingCode.GEN_002, 55 + EPOCH_2));
        all.add(note(FindingCode.CKP_004, 55 + EPOCH_2));
        return all.toArray(Finding[]::new);
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                talk("full cycle", list(DirtyListFraming.PLAIN, 0), ends()),
                talk("empty list", list(DirtyListFraming.PLAIN), ends()),
                file(
                        "list on the main stream",
                        insert(
                                Guests.hvm(),
                                TSC,
                                StreamWriter.octets(w -> w.libxc().checkpointDirtyPfnList(DirtyListFraming.PLAIN, 0))),
                        error(FindingCode.BC_001, TSC)),
                talk(
                        "list of 12 octets",
                        due(w -> w.libxc().record(0x0f, new byte[12])),
                        ends(Finding.back(FindingCode.BC_002, ERROR, LIST + 4))),
                talk(
                        "dirty PFN 1 of a guest with PFN 0 only",
                        list(DirtyListFraming.PLAIN, 0, 1),
                        ends(Finding.back(FindingCode.BC_003, ERROR, LIST + 8))),
                talk(
                        "state where the list is due",
                        due(w -> w.libxl().checkpointState(CheckpointState.SVM_READY)),
                        ends(Finding.back(FindingCode.BC_004, ERROR, LIST))),
                talk(
                        "PAGE_DATA where the list is due",
                        due(w -> Guests.pages(w, 0)),
                        ends(Finding.back(FindingCode.BC_004, ERROR, LIST))),
                talk(
                        "SUSPENDED first",
                        colo(w -> w.libxl().checkpointState(CheckpointState.SVM_SUSPENDED)),
                        ends(Finding.back(FindingCode.BC_005, ERROR, 62))),
                talk(
                        "unknown state",
                        colo(w -> w.libxl().checkpointState(4)),
                        ends(
                                Finding.back(FindingCode.LXL_034, ERROR, 62),
                                Finding.back(FindingCode.BC_005, ERROR, 62))),
                talk(
                        "surplus octets",
                        list(DirtyListFraming.SURPLUS_8, 0),
                        ends(Finding.back(FindingCode.BC_006, WARN, LIST + 8))),
                talk(
                        "surplus octets, last of the capture",
                        due(w -> w.libxc().checkpointDirtyPfnList(DirtyListFraming.SURPLUS_8, 0)),
                        ends(Finding.back(FindingCode.BC_006, WARN, LIST + 8))),
                talk(
                        "no surplus octets, last of the capture",
                        due(w -> w.libxc().checkpointDirtyPfnList(DirtyListFraming.PLAIN, 0)),
                        ends()),
                talk(
                        "surplus octets before an empty list",
                        list(DirtyListFraming.SURPLUS_8),
                        ends(Finding.back(FindingCode.BC_006, WARN, LIST + 8))),
                talk(
                        "text behind the banner of a plain migration",
                        Conversation.captured()
                                .receiver(w -> w.handshake().banner())
                                .sender(Guests.xl("{}"))
                                .receiver(text("libxl: error: something"))
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.BC_007, WARN, 54)),
                talk(
                        "state behind the END of a plain migration",
                        Conversation.captured()
                                .receiver(w -> w.handshake().banner())
                                .sender(Guests.xl("{}"))
                                .receiver(w -> w.libxl().checkpointState(CheckpointState.SVM_READY))
                                .receiverEnds(EndReason.CAPTURE_END),
                        Finding.back(FindingCode.BC_007, WARN, 54)),
                talk(
                        "PFNs not ascending",
                        due(w -> w.libxc().record(RawRecord.of(0x0f, pfns(3, 2)))),
                        ends(
                                Finding.back(FindingCode.BC_008, NOTE, LIST + 8),
                                Finding.back(FindingCode.BC_003, ERROR, LIST + 8))),
                talk(
                        "PFN repeated",
                        due(w -> w.libxc().record(RawRecord.of(0x0f, pfns(2, 2)))),
                        ends(
                                Finding.back(FindingCode.BC_008, NOTE, LIST + 8),
                                Finding.back(FindingCode.BC_003, ERROR, LIST + 8))));
    }

    private static byte[] pfns(int... pfns) {
        byte[] octets = new byte[8 * pfns.length];
        for (int i = 0; i < pfns.length; i++) {
            octets[8 * i] = (byte) pfns[i];
        }
        return octets;
    }
}
