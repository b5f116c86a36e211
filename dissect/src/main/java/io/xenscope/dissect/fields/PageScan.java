package io.xenscope.dissect.fields;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Looks at pages that pass in pieces: which of them hold only zero octets, and, when asked, a CRC-32C of each. Pages
 * with missing octets count for nothing.
 */
public final class PageScan extends PageWalk {

    private static final byte[] ZEROES = new byte[PAGE];

    private final @Nullable PageHashes hashes;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer zeroes = ByteBuffer.wrap(ZEROES);
    private boolean content;
    private boolean damaged;
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

    @Override
    protected void part(byte[] octets, int index, int length, int inPage) {
        if (!content) {
            content = !isZero(octets, index, index + length);
        }
        if (hashes != null) {
            crc.update(octets, index, length);
        }
    }

    @Override
    protected boolean glancePart(ByteBuffer octets, int index, int length) {
        if (!content) {
            content = length >= Long.BYTES && octets.getLong(index) != 0 || !isZero(octets, index, length);
        }
        if (hashes != null) {
            octets.limit(index + length).position(index);
            crc.update(octets);
            octets.clear();
        }
        return true;
    }

    private boolean isZero(ByteBuffer octets, int index, int length) {
        octets.limit(index + length).position(index);
        boolean zero = octets.mismatch(zeroes.limit(length)) < 0;
        octets.clear();
        return zero;
    }

    @Override
    protected void lost(int count, int inPage) {
        damaged = true;
    }

    @Override
    protected void pageEnds() {
        zeroPages += content || damaged ? 0 : 1;
        if (hashes != null) {
            if (!damaged) {
                hashes.page(page(), (int) crc.getValue());
            }
            crc.reset();
        }
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
