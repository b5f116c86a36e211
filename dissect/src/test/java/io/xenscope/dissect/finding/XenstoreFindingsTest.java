package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.EMULATOR;
import static io.xenscope.dissect.test.Guests.LIBXL_END;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.text;

import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.PhysmapEntry;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** EMULATOR_XENSTORE_DATA (specification 8.2, LXL-014, LXL-020 to LXL-025, LXL-036, LXL-037). */
class XenstoreFindingsTest extends FindingTable {

    /** Where the text begins: behind record header and sub-header. */
    private static final int TEXT = EMULATOR + 16;

    private static byte[] with(String text) {
        return insert(
                Guests.libxl(), EMULATOR, StreamWriter.octets(w -> w.libxl().emulatorXenstoreData(2, 0, text(text))));
    }

    @Override
    List<FindingCase> cases() {
        PhysmapEntry vram = new PhysmapEntry("f0000000", 0xf0000000L, 0x800000, "vga.vram");
        return List.of(
                file(
                        "as real senders write it",
                        insert(
                                Guests.libxl(),
                                EMULATOR,
                                StreamWriter.octets(
                                        w -> w.libxl().emulatorXenstoreData(Emulator.QEMU_UPSTREAM, vram)))),
                file("empty value", with("physmap/1/name\0\0physmap/1/size\0" + "1\0physmap/1/start_addr\0" + "1\0")),
                file(
                        "no size",
                        with("physmap/1/name\0v\0physmap/1/start_addr\0" + "1\0"),
                        warn(FindingCode.XS_004, TEXT)),
                file("physmap without part", with("physmap/1\0v\0"), note(FindingCode.XS_003, TEXT)),
                file("physmap of no number", with("physmap/x/name\0v\0"), note(FindingCode.XS_003, TEXT)),
                file(
                        "four octets",
                        insert(
                                Guests.libxl(),
                                EMULATOR,
                                StreamWriter.octets(w -> w.libxl().record(2, new byte[4]))),
                        error(FindingCode.LXL_014, EMULATOR + 4)),
                file("key without NUL", with("physmap/1"), error(FindingCode.LXL_020, TEXT)),
                file(
                        "second key without NUL",
                        with("state\0v\0physmap"),
                        error(FindingCode.LXL_020, TEXT + 8),
                        note(FindingCode.LXL_024, TEXT)),
                file("empty key", with("\0v\0"), error(FindingCode.LXL_021, TEXT)),
                file("absolute key", with("/physmap/1\0v\0"), error(FindingCode.LXL_022, TEXT)),
                file("value without NUL", with("physmap/1\0v"), error(FindingCode.LXL_023, TEXT + 10)),
                file("value missing", with("physmap/1\0"), error(FindingCode.LXL_023, TEXT + 10)),
                file("key outside physmap", with("state\0running\0"), note(FindingCode.LXL_024, TEXT)),
                file(
                        "blank in a key",
                        with("physmap/a b\0v\0"),
                        warn(FindingCode.LXL_025, TEXT),
                        note(FindingCode.XS_003, TEXT)),
                file(
                        "behind EMULATOR_CONTEXT",
                        insert(
                                Guests.libxl(),
                                LIBXL_END,
                                StreamWriter.octets(w -> w.libxl().emulatorXenstoreData(Emulator.QEMU_UPSTREAM, vram))),
                        note(FindingCode.LXL_036, LIBXL_END)),
                file("no entries", with(""), note(FindingCode.LXL_037, EMULATOR + 4)));
    }
}
