package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.Filler;
import io.xenscope.samples.grammar.LibxlWriter;
import io.xenscope.samples.grammar.PhysmapEntry;
import java.io.IOException;
import java.util.Arrays;

/** Writes the libxl records of a device model; guests without one get none (section 3.10). */
final class DeviceModelState {
    private final Scenario scenario;
    private final LibxlWriter libxl;

    DeviceModelState(Scenario scenario, LibxlWriter libxl) {
        this.scenario = scenario;
        this.libxl = libxl;
    }

    /** @param suspension how often the guest has been suspended; the save file grows with it, as real ones do */
    void write(int suspension) throws IOException {
        if (scenario.guest() != GuestKind.HVM) {
            return;
        }
        Emulator emulator = scenario.wrapping().converted() ? Emulator.UNKNOWN : Emulator.QEMU_UPSTREAM;
        if (scenario.physmap() > 0) {
            PhysmapEntry[] physmap = new PhysmapEntry[scenario.physmap()];
            Arrays.setAll(physmap, DeviceModelState::entry);
            libxl.emulatorXenstoreData(emulator, physmap);
        }
        libxl.emulatorContext(emulator, saveFile(suspension));
    }

    byte[] saveFile(int suspension) {
        int size = scenario.emulatorOctets() + 7 * (suspension - 1);
        return Filler.qemuSaveFile(size, scenario.seed() + suspension);
    }

    private static PhysmapEntry entry(int index) {
        long address = 0xf0000000L + index * 0x1000000L;
        return new PhysmapEntry(
                Long.toHexString(address), address, 0x800000, index == 0 ? "vga.vram" : "region." + index);
    }
}
