package io.xenscope.dissect.libxc;

import io.xenscope.dissect.memory.MemoryListener;

/** Hands the contents of a batch's pages on, each with its PFN; pages with missing octets are left out. */
final class PageContents {

    private static final int PAGE = MemoryListener.PAGE;

    private final MemoryListener listener;
    private final DataPfns pfns;
    private final byte[] straddling = new byte[PAGE];
    private int inPage;
    private boolean damaged;
    private long page;

    PageContents(MemoryListener listener, DataPfns pfns) {
        this.listener = listener;
        this.pfns = pfns;
    }

    void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int taken = Math.min(PAGE - inPage, end - at);
            if (taken == PAGE) {
                hand(octets, at);
            } else {
                System.arraycopy(octets, at, straddling, inPage, taken);
                advance(taken);
            }
            at += taken;
        }
    }

    void missing(long count) {
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
        if (inPage == PAGE) {
            if (damaged) {
                page++;
            } else {
                hand(straddling, 0);
            }
            inPage = 0;
            damaged = false;
        }
    }

    private void hand(byte[] octets, int index) {
        long pfn = pfns.pfn(page++);
        if (pfn >= 0) {
            listener.page(pfn, octets, index);
        }
    }
}
