package io.xenscope.dissect.pv;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.Kept;
import io.xenscope.dissect.fields.PageWalk;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Tables;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The page with which a PV guest was started (payload specification B.7). Guest pages pass before a register of vCPU 0
 * says which one it is; so the heads of those that begin as it does are kept, a few of them.
 *
 * <pre>
 *  0                       32                     1112 or 1168
 *  +----------- … ---------+----------- … ----------+
 *  | xen-3.0-x86_…         | pages, rings, arguments|   of guests of 32 and of 64 bits
 *  +----------- … ---------+----------- … ----------+
 * </pre>
 */
public final class StartInfoPages {

    private static final byte[] MAGIC = "xen-3.0-".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_64 = 1168;
    private static final int LENGTH_32 = 1112;

    /** A guest has one; others are leftovers, or made to look like it. */
    private static final int MOST = 16;

    /** By PFN, the one that came last at the end. */
    private final Map<Long, Kept> pages = new LinkedHashMap<>();

    /**
     * Looks at the pages of a batch as they pass.
     *
     * @param offset where the first of them begins
     * @param pfns the PFN of a page by its number; −1 when it is to be left alone
     */
    public PieceConsumer batch(long offset, LongUnaryOperator pfns) {
        return new Batch(offset, pfns);
    }

    /** What was kept of this page is outdated. */
    public void forget(long pfn) {
        pages.remove(pfn);
    }

    /** Pages passed of which nobody saw which they were, or what was in them. */
    public void forgetAll() {
        pages.clear();
    }

    /** Where the registers in the context of vCPU 0 hold the PFN. */
    public static int pfnAt(boolean wide) {
        return wide ? 616 : 524;
    }

    /**
     * The fields of the page that vCPU 0 names; null when it was not seen.
     *
     * @param context the registers of vCPU 0
     * @param wide whether the guest has 64 bits
     */
    public @Nullable Fields fields(SeenOctets context, boolean wide, LayoutReader layouts) {
        int word = wide ? 8 : 4;
        Kept page = context.has(pfnAt(wide), word) ? pages.get(context.number(pfnAt(wide), word)) : null;
        if (page == null) {
            return null;
        }
        int length = wide ? LENGTH_64 : LENGTH_32;
        String struct = wide ? "start_info_x86_64" : "start_info_x86_32";
        return layouts.read(
                Tables.sharedInfo(),
                struct,
                page.seen(0, ByteOrder.LITTLE_ENDIAN).part(0, length),
                length);
    }

    private void passed(long pfn, @Nullable Kept head) {
        pages.remove(pfn);
        if (head == null) {
            return;
        }
        if (pages.size() == MOST) {
            pages.remove(pages.keySet().iterator().next());
        }
        pages.put(pfn, head);
    }

    private final class Batch extends PageWalk {

        private final long offset;
        private final LongUnaryOperator pfns;

        /** Whether the page under way began right so far. */
        private boolean fits = true;

        private @Nullable Kept head;

        Batch(long offset, LongUnaryOperator pfns) {
            this.offset = offset;
            this.pfns = pfns;
        }

        @Override
        protected void part(byte[] octets, int index, int length, int inPage) {
            int at = index;
            if (inPage < MAGIC.length && fits) {
                int seen = Math.min(MAGIC.length, inPage + length);
                at += seen - inPage;
                fits = Arrays.equals(octets, index, at, MAGIC, inPage, seen);
                if (fits && seen == MAGIC.length) {
                    head = new Kept(offset + page() * PAGE, LENGTH_64);
                    head.octets(MAGIC, 0, MAGIC.length);
                }
            }
            if (head != null) {
                head.octets(octets, at, index + length - at);
            }
        }

        @Override
        protected void lost(int count, int inPage) {
            fits &= inPage >= MAGIC.length;
            if (head != null) {
                head.missing(count);
            }
        }

        @Override
        protected void pageEnds() {
            if (head != null || !pages.isEmpty()) {
                long pfn = pfns.applyAsLong(page());
                if (pfn >= 0) {
                    passed(pfn, head);
                }
            }
            fits = true;
            head = null;
        }
    }
}
