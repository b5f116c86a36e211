package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keeps what passes by, up to a limit, and where octets were lost. */
public final class Kept implements PieceConsumer {

    /** Losses told apart; behind more of them nothing is kept. */
    private static final int MOST_HOLES = 64;

    private final long offset;
    private final int limit;
    private byte[] kept = new byte[64];
    private int count;
    private long[] holes = {};
    private boolean full;
    private boolean cut;

    /**
     * @param offset place of the first octet in the stream
     * @param limit most octets kept
     */
    public Kept(long offset, int limit) {
        this.offset = offset;
        this.limit = limit;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        int taken = grow(length);
        System.arraycopy(octets, index, kept, count, taken);
        count += taken;
    }

    @Override
    public void missing(long lost) {
        if (holes.length == 2 * MOST_HOLES) {
            full = true;
        }
        int taken = grow(lost);
        if (taken > 0) {
            holes = Arrays.copyOf(holes, holes.length + 2);
            holes[holes.length - 2] = offset + count;
            holes[holes.length - 1] = offset + count + taken;
            Arrays.fill(kept, count, count + taken, (byte) 0);
            count += taken;
        }
    }

    /** Makes room and returns for how many octets there is some. */
    private int grow(long wanted) {
        int taken = full ? 0 : (int) Math.min(wanted, limit - count);
        cut |= !full && taken < wanted;
        full |= taken < wanted;
        if (count + taken > kept.length) {
            kept = Arrays.copyOf(kept, (int) Math.max(count + taken, Math.min(limit, kept.length * 2L)));
        }
        return taken;
    }

    /** True when more came than the limit allows. */
    public boolean isCut() {
        return cut;
    }

    /** Says of the record it is the body of that it was not kept whole, if so. */
    public void tellCut(Element element) {
        if (cut) {
            element.finding(
                    FindingCode.LIM_RECORD,
                    offset + limit,
                    0,
                    "of " + element.bodyLength() + " octets the first " + limit + " are decoded");
        }
    }

    @Override
    public long memory() {
        return kept.length;
    }

    /** Place of the first octet in the stream. */
    public long offset() {
        return offset;
    }

    /** What was kept so far. */
    public SeenOctets seen(long time, ByteOrder order) {
        return new SeenOctets(new Slice(kept, 0, count, offset, time, order), holes);
    }
}
