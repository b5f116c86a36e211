package io.xenscope.dissect.fields;

/** Cuts octets that pass in pieces into pages; pages with missing octets are left out. */
public final class PageCutter {

    private static final int PAGE = PageScan.PAGE;

    private final Pages pages;
    private final byte[] straddling = new byte[PAGE];
    private int inPage;
    private boolean damaged;
    private long page;

    /** Takes the pages. */
    @FunctionalInterface
    public interface Pages {

        /**
         * A page seen whole.
         *
         * @param number counts all pages from 0, those left out, too
         * @param octets array with the page at {@code [index, index + 4096)}, good during the call
         */
        void page(long number, byte[] octets, int index);
    }

    public PageCutter(Pages pages) {
        this.pages = pages;
    }

    public void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end) {
            int taken = Math.min(PAGE - inPage, end - at);
            if (taken == PAGE) {
                pages.page(page++, octets, at);
            } else {
                System.arraycopy(octets, at, straddling, inPage, taken);
                advance(taken);
            }
            at += taken;
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
        if (!damaged) {
            pages.page(page, straddling, 0);
        }
        page++;
        inPage = 0;
        damaged = false;
    }
}
