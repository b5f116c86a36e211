package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;

/**
 * The beginning of a bare COLO back channel whose first record is a list (stream specification, section 6). The four octets of
 * its type alone would make a migration of any file whose first word is 15.
 *
 * <pre>
 *  0            4         8                16               24
 *  +------------+---------+----------------+----------------+
 *  | 0f 0 0 0   | length  | first PFN      | second PFN     |   length a multiple of 8; PFNs ascend
 *  +------------+---------+----------------+----------------+
 * </pre>
 *
 * The header of the next record follows behind {@code length} octets, or 8 octets later when the list begins with 8 surplus
 * octets of zero.
 */
final class ListBeginning {

    static final int TELLING = 24;

    private static final int WORD = 8;
    private static final long LONGEST = 128L << 20;
    private static final long PFNS = 1L << 40;
    private static final long STATE = 4L << 32 | 5;
    private static final long LIST = 15;

    private ListBeginning() {}

    /** True when the octets, of which the first four are known to be right, are such a beginning, or may become one. */
    static boolean agrees(Slice seen) {
        if (seen.length() < WORD) {
            return true;
        }
        long length = seen.u32(4);
        if (length % WORD != 0 || length > LONGEST) {
            return false;
        }
        if (seen.length() < 2 * WORD) {
            return true;
        }
        long first = seen.u64(WORD);
        boolean mayBeSurplus = first == 0;
        boolean agrees = mayBeSurplus || (length == 0 ? isHeader(first) : isPfn(first));
        if (!agrees || seen.length() < TELLING) {
            return agrees;
        }
        long second = seen.u64(2 * WORD);
        return follows(length, first, second) || mayBeSurplus && follows(length + WORD, first, second);
    }

    /** Whether {@code second} may stand behind {@code first} when {@code length} octets of PFNs begin with that. */
    private static boolean follows(long length, long first, long second) {
        if (length > WORD) {
            return isPfn(second) && (second > first || first == 0);
        }
        // Behind an empty list a whole record stands between.
        return length == WORD ? isHeader(second) : isHeader(first);
    }

    private static boolean isPfn(long value) {
        return value >= 0 && value < PFNS;
    }

    private static boolean isHeader(long value) {
        return value == STATE || (value & 0xffff_ffffL) == LIST && (value >>> 32) % WORD == 0;
    }
}
