package io.xenscope.dissect.analysis;

/**
 * What compression would have saved, judged by a sample of the pages.
 *
 * @param pages pages looked at
 * @param compressedOctets octets they take with a general compression (LZ4)
 * @param resentPages of them, pages that could be compared with what was sent for their PFN before
 * @param deltaOctets octets those take when only changed words are sent
 */
public record CompressionEstimate(long pages, long compressedOctets, long resentPages, long deltaOctets) {
    private static final double PAGE = 4096;

    /** Share of the page data that compression would have saved. */
    public double compressionSaves() {
        return pages == 0 ? 0 : 1 - compressedOctets / (pages * PAGE);
    }

    /** Share of the resent page data that differences would have saved. */
    public double deltaSaves() {
        return resentPages == 0 ? 0 : 1 - deltaOctets / (resentPages * PAGE);
    }
}
