package io.xenscope.dissect.legacy.compressed;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Brings the page records of a round and the pages its lists announce together: the first record belongs to the first
 * page with data, and so on, over all chunks of the round (legacy-stream specification 7.3). Memory is bounded by what
 * a real sender lets wait.
 */
public final class EpochPages implements PageRecords, PieceConsumer {

    private static final String DESTROYED =
            "receivers destroy the domain, those of 4.3 to 4.5 may drop pages silently instead";

    private final @Nullable PageContents contents;
    private final PageQueue announced = new PageQueue();

    /** Records that came before the list that names their page. */
    private final ArrayDeque<CompleteRecord> early = new ArrayDeque<>();

    /** PFNs that a full record has come for, so that the sender may know their content. */
    private final PfnSet known = new PfnSet();

    private PageRecordDecoder decoder = new PageRecordDecoder(this);
    private ChunkPages chunk = new ChunkPages();
    private long announcedTotal;
    private long records;
    private long completeRecords;
    private boolean mapped;
    private boolean repeated;
    private boolean started;
    private @Nullable Failed failed;
    private boolean lost;

    /** Which pages the sender knows is no longer certain. */
    private boolean uncertain;

    private @Nullable Element inside;
    private boolean failureRaised;

    /** Number of the first record that had no page when it began, and where it stands. */
    private long firstSurplus = -1;

    private long firstSurplusOffset;
    private long recordOffset;

    /** A complete record. */
    record CompleteRecord(Kind kind, boolean canonical, long offset, boolean repeated) {}

    /** Why and where decoding ended. */
    private record Failed(PageRecordDecoder.Failure why, long offset, long record) {}

    /** @param contents who wants to know what pages become; null when nobody does */
    public EpochPages(@Nullable PageContents contents) {
        this.contents = contents;
    }

    /** A round begins. */
    public void begin() {
        decoder = new PageRecordDecoder(this);
        announced.clear();
        early.clear();
        announcedTotal = 0;
        records = 0;
        completeRecords = 0;
        mapped = true;
        failed = null;
        lost = false;
        failureRaised = false;
        firstSurplus = -1;
        if (contents != null) {
            contents.roundBegins();
        }
    }

    /** A chunk begins; {@code behindCompressed} when it and the chunk right before it hold page records. */
    public void chunkBegins(boolean behindCompressed) {
        repeated = behindCompressed;
    }

    /** The next page with data that a list names. */
    public void announce(long pfn, int type, boolean table, long batch) {
        if (contents != null) {
            contents.entry(announcedTotal, pfn, type);
        }
        announcedTotal++;
        if (!mapped) {
            return;
        }
        PageQueue.Page page = new PageQueue.Page(pfn, table, batch);
        CompleteRecord record = early.poll();
        if (record != null) {
            fill(page, record);
        } else if (!announced.add(page)) {
            listLost();
        }
    }

    /** Which pages a list names is not known: from here on records have no pages. */
    public void listLost() {
        mapped = false;
        uncertain = true;
        announced.clear();
        early.clear();
    }

    /** Octets of the chunk {@code element} follow, from {@code offset} on. */
    public void enter(Element element, long offset) {
        inside = element;
        started = false;
        chunk = new ChunkPages();
        decoder.moveTo(offset);
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        if (failed == null && !lost) {
            decoder.octets(octets, index, length);
        }
    }

    @Override
    public void missing(long count) {
        lost = true;
        listLost();
    }

    @Override
    public void begins(long offset) {
        recordOffset = offset;
        if (records >= announcedTotal && firstSurplus < 0) {
            firstSurplus = records;
            firstSurplusOffset = offset;
        }
        records++;
    }

    @Override
    public void full(byte[] octets, int index) {
        chunk.full(octets, index);
        if (contents != null) {
            contents.full(records - 1, octets, index);
        }
    }

    @Override
    public void run(int at, byte[] octets, int index, int length) {
        if (contents != null) {
            contents.run(records - 1, at, octets, index, length);
        }
    }

    @Override
    public void complete(Kind kind, int literalWords, boolean canonical, long end) {
        if (contents != null) {
            contents.complete(records - 1);
        }
        completeRecords++;
        chunk.record(kind, literalWords);
        CompleteRecord record = new CompleteRecord(kind, canonical, recordOffset, repeated && !started);
        started = true;
        PageQueue.Page page = announced.next();
        if (page != null) {
            fill(page, record);
        } else if (mapped && early.size() < PageQueue.MOST) {
            early.add(record);
        } else {
            listLost();
        }
    }

    private void fill(PageQueue.Page page, CompleteRecord record) {
        chunk.page(page);
        Element element = inside;
        boolean firstUse = !page.table() && !known.contains(page.pfn());
        if (element != null && !uncertain) {
            ChunkPages.judge(element, page, record, firstUse);
        }
        if (page.table()) {
            known.removeRange(page.pfn(), page.pfn());
        } else {
            // A first use that is not full is told once; later records refer to what it made of the page.
            known.add(page.pfn());
        }
    }

    @Override
    public void failed(PageRecordDecoder.Failure why, long offset) {
        failed = new Failed(why, offset, records - 1);
        uncertain = true;
        if (contents != null) {
            contents.failed(records - 1);
        }
        Element element = inside;
        if (records <= announcedTotal && element != null) {
            failureRaised = true;
            raiseFailure(element, why, offset);
        }
    }

    private static void raiseFailure(Element element, PageRecordDecoder.Failure why, long offset) {
        element.finding(FindingCode.E37, offset, 1, why.text() + "; " + DESTROYED);
    }

    /** What the chunk entered last held. */
    public ChunkPages chunk() {
        return chunk;
    }

    /** The body is over; what does not fit is raised on {@code end}, its last chunk. */
    public void end(Element end) {
        inside = end;
        if (lost) {
            return;
        }
        decoder.end();
        Failed fault = failed;
        if (fault != null && fault.record() < announcedTotal) {
            if (!failureRaised) {
                raiseFailure(end, fault.why(), fault.offset());
            }
        } else if (records > announcedTotal) {
            surplus(end);
        } else if (completeRecords < announcedTotal) {
            end.finding(
                    FindingCode.E38,
                    end.start(),
                    4,
                    "lists announce " + announcedTotal + " pages, " + completeRecords + " page records came; "
                            + DESTROYED);
        }
        if (contents != null && completeRecords >= announcedTotal) {
            contents.roundEnds();
        }
    }

    private void surplus(Element end) {
        boolean placed = firstSurplus == announcedTotal;
        end.finding(
                FindingCode.E39,
                placed ? firstSurplusOffset : end.start(),
                placed ? 1 : 4,
                "lists announce " + announcedTotal + " pages, but page records go on; receivers ignore them");
    }
}
