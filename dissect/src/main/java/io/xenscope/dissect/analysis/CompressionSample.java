package io.xenscope.dissect.analysis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Estimates what compression would have saved, from the pages of one PFN in 64, chosen by a hash of the PFN so that the
 * same input gives the same sample. The content sent last is kept of at most 4096 of these PFNs, 16 MiB.
 */
final class CompressionSample {

    private static final int ONE_IN_BITS = 6;
    private static final int MOST_KEPT = 4096;
    private static final int WORD = 4;
    private static final int LONGEST_RUN = 127;

    private final PageCompression compression;
    private final Map<Long, byte[]> kept = new HashMap<>();
    private long pages;
    private long compressed;
    private long resent;
    private long delta;

    CompressionSample(PageCompression compression) {
        this.compression = compression;
    }

    static boolean isSampled(long pfn) {
        return pfn * 0x9E37_79B9_7F4A_7C15L >>> Long.SIZE - ONE_IN_BITS == 0;
    }

    void page(long pfn, byte[] octets, int index, int length) {
        if (!isSampled(pfn)) {
            return;
        }
        pages++;
        compressed += Math.min(length, compression.compressedSize(octets, index, length));
        byte[] before = kept.get(pfn);
        if (before != null) {
            resent++;
            delta += Math.min(length, differences(before, octets, index));
            System.arraycopy(octets, index, before, 0, length);
        } else if (kept.size() < MOST_KEPT) {
            kept.put(pfn, Arrays.copyOfRange(octets, index, index + length));
        }
    }

    /** Octets of the differences: an octet for each run of up to 127 words, and the words that changed. */
    private static int differences(byte[] before, byte[] octets, int index) {
        int size = 1;
        int run = 0;
        boolean changing = false;
        for (int at = 0; at < before.length; at += WORD) {
            boolean changed = !Arrays.equals(before, at, at + WORD, octets, index + at, index + at + WORD);
            if (changed != changing || run == LONGEST_RUN) {
                size++;
                run = 0;
                changing = changed;
            }
            run++;
            size += changed ? WORD : 0;
        }
        return size;
    }

    CompressionEstimate estimate() {
        return new CompressionEstimate(pages, compressed, resent, delta);
    }
}
