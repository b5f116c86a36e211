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
 * @param libvirtXml longest domain XML in front of a libvirt save image believed
 * @param xendConfig longest configuration in front of an image of xend believed
 * @param decompressed octets that may come out of the decompressors of one direction of a connection
 * @param decompressionRatio how many times as many octets may come out of them as went in
 * @param pageHashes octets used to remember hashes of the pages of a migration
 * @param distantPfns PFNs from 2^32 on that are remembered
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
        int searched,
        long libvirtXml,
        long xendConfig,
        long decompressed,
        long decompressionRatio,
        long pageHashes,
        int distantPfns) {

    /** Where nothing is bounded. */
    public static final long NONE = Long.MAX_VALUE;

    public static final Limits DEFAULT = new Limits(
            0x0800_0000L,
            256L << 20,
            1L << 20,
            64,
            64L << 20,
            1 << 20,
            8 << 20,
            4096,
            1 << 18,
            4096,
            100,
            8,
            16 << 20,
            16L << 20,
            16L << 20,
            NONE,
            NONE,
            Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4),
            1 << 16);
}
