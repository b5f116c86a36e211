package io.xenscope.dissect.fields;

import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** An array of 64-bit PFNs that passes in pieces, of which a head is kept for display. */
public final class PfnArray {

    private final Words words;
    private final int limit;
    private final LongConsumer each;
    private long[] head = new long[16];
    private int kept;
    private long total;

    /**
     * @param limit most PFNs kept
     * @param each sees every PFN
     */
    public PfnArray(boolean bigEndian, int limit, LongConsumer each) {
        this.words = new Words(Long.BYTES, bigEndian, this::word);
        this.limit = limit;
        this.each = each;
    }

    public void octets(byte[] octets, int index, int length) {
        words.octets(octets, index, length);
    }

    private void word(long pfn) {
        total++;
        if (kept < limit) {
            if (kept == head.length) {
                head = Arrays.copyOf(head, kept * 2);
            }
            head[kept++] = pfn;
        }
        each.accept(pfn);
    }

    /** Octets of the array were lost; PFNs behind them are not told. */
    public void missing() {
        words.missing(1);
    }

    /** PFNs seen. */
    public long total() {
        return total;
    }

    /** The PFNs kept, as values; {@code offset} is where the array begins. */
    public List<Value> head(long offset) {
        List<Value> values = new ArrayList<>(kept);
        for (int i = 0; i < kept; i++) {
            values.add(new Value.Leaf(new Data.Numeric(head[i]), offset + 8L * i, 8, null));
        }
        return values;
    }
}
