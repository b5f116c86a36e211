package io.xenscope.dissect.resync;

/**
 * What the octets behind a loss tell of the batch whose header it hit: entries that go on behind it say how far the
 * batch reaches at least, and that its pages are not to be searched for headers.
 */
final class LostEntries {

    /** Entries in a row that are no accident. */
    private static final int ENOUGH = 8;

    /** Words of the first page that may pass for entries. */
    private static final long PASSING = 16;

    private static final long PAGE = 4096;

    private long next = Long.MAX_VALUE;
    private long run;
    private long carrying;
    private long lastPfn;
    private long from;
    private long lost;
    private boolean first;
    private long entriesEnd;
    private long before;
    private long reach;

    /** @param reach offset up to which what was under way before the search may go on */
    LostEntries(long reach) {
        this.reach = reach;
    }

    /** {@code count} octets before {@code end} were lost; {@code hitHeader} when a header was due among them. */
    void lost(long end, long count, boolean hitHeader) {
        reach = reach();
        from = end;
        next = end;
        run = 0;
        carrying = 0;
        entriesEnd = 0;
        lastPfn = -1;
        lost = count / 8 + 1;
        first = hitHeader;
    }

    /** The same where nothing tells how headers are aligned. */
    void lost(long end) {
        reach = Math.max(reach, end + Walk.LONGEST_BATCH);
    }

    /** Where an entry may be looked at next. */
    long next() {
        return next;
    }

    void word(long entry) {
        if (Batch.isEntry(entry) && Batch.pfn(entry) > lastPfn && run < Batch.MOST) {
            run++;
            carrying += Batch.carriesPage(entry) ? 1 : 0;
            lastPfn = Batch.pfn(entry);
            next += 8;
        } else {
            over();
        }
        if (first && run >= ENOUGH) {
            before = from + Math.max(0, PAGE * (carrying - PASSING));
        }
    }

    /** The octets at hand end. */
    void over() {
        entriesEnd = first && run >= ENOUGH && next < Long.MAX_VALUE ? next : entriesEnd;
        next = Long.MAX_VALUE;
    }

    /** Nothing before this offset is a header; 0 when nothing is known. */
    long before() {
        return before;
    }

    /** True when the pages of the batch whose entries go on behind the loss may end exactly at {@code offset}. */
    boolean mayEndAt(long offset) {
        long pages = (offset - entriesEnd) / PAGE;
        return entriesEnd > 0
                && (offset - entriesEnd) % PAGE == 0
                && pages >= carrying - PASSING
                && pages <= carrying + lost;
    }

    /** No record hit by a loss so far reaches further than this. */
    long reach() {
        long most = from + 8L * Batch.MOST + PAGE * Math.min(Batch.MOST, lost + carrying);
        return from == 0 ? reach : Math.max(reach, most);
    }
}
