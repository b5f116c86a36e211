package io.xenscope.dissect.fields;

/** Cuts octets that pass in pieces into pages; pages with missing octets are left out. */
public final class PageCutter extends PageWalk {

    private final Pages pages;
    private final byte[] straddling = new byte[PAGE];
    private boolean damaged;

    /** The page under way, when it came in one piece; it is good until its end only. */
    private byte[] whole = straddling;

    private int wholeAt;

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

    @Override
    protected void part(byte[] octets, int index, int length, int inPage) {
        if (length == PAGE) {
            whole = octets;
            wholeAt = index;
        } else {
            System.arraycopy(octets, index, straddling, inPage, length);
        }
    }

    @Override
    protected void lost(int count, int inPage) {
        damaged = true;
    }

    @Override
    protected void pageEnds() {
        if (!damaged) {
            pages.page(page(), whole, wholeAt);
        }
        damaged = false;
        whole = straddling;
        wholeAt = 0;
    }
}
