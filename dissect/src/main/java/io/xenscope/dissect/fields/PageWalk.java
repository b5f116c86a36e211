package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.PieceConsumer;
import java.nio.ByteBuffer;

/** Steps from page to page through octets that pass in pieces. */
public abstract class PageWalk implements PieceConsumer {

    /** Octets of a page. */
    public static final int PAGE = 4096;

    private int inPage;
    private long page;

    @Override
    public final void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int taken = Math.min(PAGE - inPage, end - at);
            part(octets, at, taken, inPage);
            at += taken;
            advance(taken);
        }
    }

    @Override
    public final int glance(ByteBuffer octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int taken = Math.min(PAGE - inPage, end - at);
            if (!glancePart(octets, at, taken)) {
                break;
            }
            at += taken;
            advance(taken);
        }
        return at - index;
    }

    @Override
    public final void missing(long count) {
        long left = count;
        while (left > 0) {
            int taken = (int) Math.min(PAGE - inPage, left);
            lost(taken, inPage);
            left -= taken;
            advance(taken);
        }
    }

    private void advance(int taken) {
        inPage += taken;
        if (inPage == PAGE) {
            inPage = 0;
            pageEnds();
            page++;
        }
    }

    /** Octets of one page, {@code inPage} of which passed or were lost before. */
    protected abstract void part(byte[] octets, int index, int length, int inPage);

    /** As {@link #part}, without a copy; false when one is wanted. */
    protected boolean glancePart(ByteBuffer octets, int index, int length) {
        return false;
    }

    /** {@code count} octets of one page were lost. */
    protected abstract void lost(int count, int inPage);

    /** The page has passed. */
    protected abstract void pageEnds();

    /** Number of the page under way, counted from 0. */
    protected final long page() {
        return page;
    }
}
