package io.xenscope.dissect.fields;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Looks at pages that pass in pieces: which of them hold only zero octets, and, when asked, a CRC-32C of each. Pages
 * with missing octets count for nothing.
 */
public final class PageScan {

    /** Octets of a page. */
    public static final int PAGE = 4096;

    private static final byte[] ZEROES = new byte[PAGE];

    private final @Nullable PageHashes hashes;
    private final CRC32C crc = new CRC32C();
    private int inPage;
    private boolean content;
    private boolean damaged;
    private long page;
    private long zeroPages;

    /** Takes the hash of each page seen whole; {@code index} counts the pages from 0. */
    @FunctionalInterface
    public interface PageHashes {
        void page(long index, int crc32c);
    }

    /** @param hashes null when pages are not to be hashed */
    public PageScan(@Nullable PageHashes hashes) {
        this.hashes = hashes;
    }

    public void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int taken = Math.min(PAGE - inPage, end - at);
            if (!content) {
                content = !isZero(octets, at, at + taken);
            }
            if (hashes != null) {
                crc.update(octets, at, taken);
            }
            at += taken;
            advance(taken);
        }
    }

    /** {@code count} octets are missing. */
    public void missing(long count) {
        long left = count;
        while (left > 0) {
            int taken = (int) Math.min(PAGE - inPage, left);
            damaged = true;
            left -= taken;
            advance(taken);
        }
    }

    private void advance(int taken) {
        inPage += taken;
        if (inPage < PAGE) {
            return;
        }
        zeroPages += content || damaged ? 0 : 1;
        if (hashes != null) {
            if (!damaged) {
                hashes.page(page, (int) crc.getValue());
            }
            crc.reset();
        }
        page++;
        inPage = 0;
        content = false;
        damaged = false;
    }

    /** Pages of zero octets so far. */
    public long zeroPages() {
        return zeroPages;
    }

    /** The platform compares ranges with vector instructions, also in code that is compiled quickly. */
    private static boolean isZero(byte[] octets, int from, int to) {
        return Arrays.equals(octets, from, to, ZEROES, 0, to - from);
    }
}
