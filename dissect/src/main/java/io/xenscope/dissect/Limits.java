package io.xenscope.dissect;

/**
 * What an input may cost, whatever its headers claim. Sizes in octets.
 *
 * @param libxcRecord longest libxc record believed; longer ones end the framing (modern-stream specification 9)
 * @param emulatorContext longest EMULATOR_CONTEXT believed
 * @param xenstoreData longest EMULATOR_XENSTORE_DATA believed
 * @param libxlRecord longest other libxl record believed
 * @param optionalData longest xl optional data believed
 * @param bodyKept octets of a record body kept to decode its fields
 * @param deviceState octets of the state of a device model kept to decode it
 * @param arrayHead elements kept of an array field
 * @param leavesKept values and bit fields kept of one record that is decoded by a layout
 * @param rangesKept PFN ranges kept of a batch
 * @param findingsPerCode findings of one code reported in a migration; the rest is counted
 * @param notesPerCode the same for findings of severity note
 * @param searched octets kept while the framing is searched behind a loss, a power of two
 */
public record Limits(
        long libxcRecord,
        long emulatorContext,
        long xenstoreData,
        long libxlRecord,
        long optionalData,
        int bodyKept,
        int deviceState,
        int arrayHead,
        int leavesKept,
        int rangesKept,
        int findingsPerCode,
        int notesPerCode,
        int searched) {

    public static final Limits DEFAULT = new Limits(
            0x0800_0000L, 256L << 20, 1L << 20, 64, 64L << 20, 1 << 20, 8 << 20, 4096, 1 << 18, 4096, 100, 8, 16 << 20);
}
