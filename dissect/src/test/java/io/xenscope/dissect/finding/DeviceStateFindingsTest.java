package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.state;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Device.STATE;

import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Device;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import io.xenscope.dissect.test.State;
import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** Device states (payload specification F, QEMU): sound ones with one thing bent. */
class DeviceStateFindingsTest extends FindingTable {

    private static final int[] TIMER = Device.timer();

    /** A libxl stream whose state is sound, up to the device model. */
    private static final byte[] SOUND = Octets.join(
            Octets.head(Guests.libxl(), Guests.IMAGE), State.records(State.header(), State.cpu(), State.end()));

    /** Where the state begins in judged streams. */
    private static final int JUDGED = SOUND.length + 16;

    /** Raised even where state is not judged. */
    private static FindingCase always(String name, byte[] state, Finding... findings) {
        return file(name, Device.stream(state), findings);
    }

    /** Only where state is judged; the guest's own is sound. */
    private static FindingCase judged(String name, byte[] state, Finding... findings) {
        return state(name, Octets.join(SOUND, record(Emulator.QEMU_UPSTREAM, state)), findings);
    }

    private static byte[] record(Emulator emulator, byte... state) {
        return StreamWriter.octets(w -> {
            w.libxl().emulatorContext(emulator, state);
            w.libxl().end();
        });
    }

    private static FindingCase from(String name, Emulator emulator, byte[] state, Finding... findings) {
        return file(name, Device.stream(emulator, state), findings);
    }

    private static byte[] live(String name, int... payload) {
        return Device.state()
                .section(1, 9, name, 0, 3, payload)
                .u8(2)
                .u32(9)
                .u8(3)
                .u32(9)
                .full(1, "timer", 0, 2, TIMER)
                .end();
    }

    private static byte[] pci(String name) {
        return Device.state().full(1, name, 0, 3, new int[277]).end();
    }

    private static byte[] footed(long first, long second) {
        return Device.state()
                .full(0, "timer", 0, 2, TIMER)
                .footer(first)
                .full(5, "unknown", 0, 1, 7, 7)
                .footer(second)
                .full(6, "PCIHost", 0, 1, 0, 0, 0, 0)
                .footer(6)
                .end();
    }

    @Override
    List<FindingCase> cases() {
        byte[] small = Device.small();
        return List.of(
                always("two devices", small),
                file(
                        "no magic behind a bare image",
                        Octets.join(
                                Guests.hvm(),
                                StreamWriter.octets(
                                        w -> w.libxc().deviceModelRecord0002((byte) 4, (byte) 5, (byte) 6, (byte) 7))),
                        error(FindingCode.QEMU_001, Guests.hvm().length + 25),
                        note(FindingCode.GEN_004, Guests.hvm().length)),
                always("version 2", Octets.patch(small, 7, 2), note(FindingCode.QEMU_002, STATE + 4)),
                always("version 4", Octets.patch(small, 7, 4), error(FindingCode.QEMU_003, STATE + 4)),
                always("footers", footed(0, 5)),
                always("footer of another section", footed(0, 4), error(FindingCode.QEMU_005, STATE + 80)),
                always("footer of the first section", footed(1, 5), error(FindingCode.QEMU_005, STATE + 52)),
                always(
                        "ids descend",
                        Device.state()
                                .full(3, "timer", 0, 2, TIMER)
                                .full(2, "PCIHost", 0, 1, 0, 0, 0, 0)
                                .end(),
                        warn(FindingCode.QEMU_006, STATE + 52)),
                always(
                        "cut before the end",
                        Octets.head(small, small.length - 1),
                        error(FindingCode.QEMU_007, STATE + small.length - 2)),
                always("cut in a header", Octets.head(small, 60), error(FindingCode.QEMU_007, STATE + 59)),
                always(
                        "cut in a payload",
                        Octets.head(small, small.length - 1 - 3),
                        error(FindingCode.QEMU_007, STATE + small.length - 5)),
                always("live section of another device", live("block"), warn(FindingCode.QEMU_008, STATE + 8)),
                always(
                        "command",
                        Device.state()
                                .u8(8)
                                .u16(2)
                                .u16(4)
                                .u32(7)
                                .full(0, "timer", 0, 2, TIMER)
                                .end(),
                        warn(FindingCode.QEMU_008, STATE + 8)),
                always(
                        "configuration",
                        Device.state()
                                .u8(7)
                                .u32(2)
                                .text("pc")
                                .full(0, "timer", 0, 2, TIMER)
                                .end(),
                        warn(FindingCode.QEMU_008, STATE + 8)),
                judged(
                        "unknown device",
                        Device.state()
                                .full(0, "strange", 0, 1, 1, 2, 3)
                                .full(1, "timer", 0, 2, TIMER)
                                .end(),
                        note(FindingCode.QEMU_004, JUDGED + 32)),
                judged(
                        "unknown length",
                        Device.state().full(0, "timer", 0, 2, 1, 2, 3).end(),
                        note(FindingCode.QEMU_009, JUDGED + 27),
                        note(FindingCode.QEMU_004, JUDGED + 30)),
                state(
                        "state of qemu-traditional",
                        Octets.join(SOUND, record(Emulator.QEMU_TRADITIONAL, live("ram"))),
                        note(FindingCode.EMU_002, JUDGED - 8)),
                judged(
                        "octets only",
                        Octets.text("QEVM\0\0\0\3imitated"),
                        warn(FindingCode.QEMU_008, JUDGED + 8),
                        error(FindingCode.QEMU_007, JUDGED + 15)),
                always("octets only, not judged", Octets.text("QEVM\0\0\0\3imitated")),
                always(
                        "device twice",
                        Device.state()
                                .full(0, "timer", 0, 2, TIMER)
                                .full(1, "timer", 0, 2, TIMER)
                                .end(),
                        warn(FindingCode.QEMU_010, STATE + 57)),
                always(
                        "two of a kind",
                        Device.state()
                                .full(0, "timer", 0, 2, TIMER)
                                .full(1, "timer", 1, 2, TIMER)
                                .end()),
                from("traditional", Emulator.QEMU_TRADITIONAL, live("ram")),
                from(
                        "upstream names of the traditional device model",
                        Emulator.QEMU_TRADITIONAL,
                        pci("0000:00:00.0/I440FX"),
                        note(FindingCode.QEMU_011, STATE + 8)),
                from("upstream", Emulator.QEMU_UPSTREAM, pci("0000:00:00.0/I440FX")),
                from(
                        "traditional start of the upstream device model",
                        Emulator.QEMU_UPSTREAM,
                        live("ram"),
                        note(FindingCode.QEMU_011, STATE + 8)));
    }
}
