package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.EPOCH_2;
import static io.xenscope.dissect.test.Guests.PAGES;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** How streams end (specification 8.1, GEN). */
class StreamEndFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.hvm();

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("inside a body", head(SOUND, PAGES + 100), error(FindingCode.GEN_001, PAGES + 100)),
                file("inside a record header", head(SOUND, TSC + 5), error(FindingCode.GEN_001, TSC + 5)),
                file("between records", head(SOUND, TSC), error(FindingCode.GEN_002, TSC)),
                file(
                        "between records of a checkpointed stream",
                        head(Guests.remus(), EPOCH_2),
                        Finding.of(FindingCode.GEN_002, Severity.NOTE, EPOCH_2),
                        note(FindingCode.CKP_004, EPOCH_2)),
                file("octets behind END", join(SOUND, new byte[5]), warn(FindingCode.GEN_003, SOUND.length)),
                file(
                        "octets behind END of a libxl stream",
                        join(Guests.libxl(), new byte[50]),
                        warn(FindingCode.GEN_003, Guests.libxl().length)),
                file(
                        "device-model record",
                        join(SOUND, StreamWriter.octets(w -> w.libxc().deviceModelRecord0002((byte) 1, (byte) 2))),
                        note(FindingCode.GEN_004, SOUND.length),
                        error(FindingCode.QEMU_001, SOUND.length + 25)));
    }
}
