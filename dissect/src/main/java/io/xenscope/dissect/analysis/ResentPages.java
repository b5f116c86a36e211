package io.xenscope.dissect.analysis;

import io.xenscope.dissect.analysis.PageHashTable.Sent;
import java.util.zip.CRC32C;

/**
 * Compares every page with what was sent for its PFN before. Up to 256 GiB of a guest are compared, at some 4 octets a
 * page; pages beyond are counted as not compared.
 */
final class ResentPages {

    private static final int MOST_BLOCKS = 1 << 16;

    private final PageHashTable hashes = new PageHashTable(MOST_BLOCKS);
    private final CRC32C crc = new CRC32C();
    private Count pending = Count.NONE;
    private Count total = Count.NONE;

    /**
     * What became of pages.
     *
     * @param compared resent pages that could be compared
     * @param unchanged of them, pages with equal content
     * @param notKept pages there was no room to remember
     */
    record Count(long compared, long unchanged, long notKept) {
        static final Count NONE = new Count(0, 0, 0);

        Count plus(Count other) {
            return new Count(compared + other.compared, unchanged + other.unchanged, notKept + other.notKept);
        }

        Count since(Count earlier) {
            return new Count(compared - earlier.compared, unchanged - earlier.unchanged, notKept - earlier.notKept);
        }
    }

    /** A page of the batch under way. */
    Sent page(long pfn, byte[] octets, int index, int length) {
        crc.reset();
        crc.update(octets, index, length);
        Sent sent = hashes.put(pfn, (int) crc.getValue());
        pending = switch (sent) {
            case NEW -> pending;
            case SAME -> new Count(pending.compared() + 1, pending.unchanged() + 1, pending.notKept());
            case CHANGED -> new Count(pending.compared() + 1, pending.unchanged(), pending.notKept());
            case NOT_KEPT -> new Count(pending.compared(), pending.unchanged(), pending.notKept() + 1);
        };
        return sent;
    }

    /** The batch under way counts. */
    void batchComplete() {
        total = total.plus(pending);
        pending = Count.NONE;
    }

    /** The sums over all complete batches. */
    Count total() {
        return total;
    }
}
