package io.xenscope.dissect.legacy.compressed;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.CompressedPages;
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

    private final @Nullable CompressedPages listener;

    /** The listener, while pages and records can be brought together; null otherwise. */
    private @Nullable CompressedPages contents;

    private final PageQueue announced = new PageQueue();

    /** Records that came before the list that names their page. */
    private final ArrayDeque<CompleteRecord> early = new ArrayDeque<>();

    private final SenderCache cache = new SenderCache();

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

    /** A list was not seen: the records of its pages, and those behind them, have no pages. */
    private boolean listsLost;

    /** Which pages the sender's cache holds is no longer certain. */
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

    /** @param listener who wants to know what pages become; null when nobody does */
    public EpochPages(@Nullable CompressedPages listener) {
        this.listener = listener;
    }

    /**
     * A round begins.
     *
     * @param compressed whether its lists announce pages that come in records
     */
    public void begin(boolean compressed) {
        decoder = new PageRecordDecoder(this);
        announced.clear();
        early.clear();
        announcedTotal = 0;
        records = 0;
        completeRecords = 0;
        mapped = true;
        failed = null;
        lost = false;
        listsLost = false;
        failureRaised = false;
        firstSurplus = -1;
        contents = compressed ? listener : null;
        if (contents != null) {
            contents.roundBegins();
        }
    }

    /** A chunk begins; {@code behindCompressed} when it and the chunk right before it hold page records. */
    public void chunkBegins(boolean behindCompressed) {
        repeated = behindCompressed;
    }

    /**
     * The next page with data that a list names.
     *
     * @param taken whether receivers take it
     */
    public void announce(long pfn, boolean taken, boolean table, long batch) {
        if (listsLost) {
            return;
        }
        if (contents != null) {
            contents.entry(announcedTotal, taken ? pfn : -1);
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
            unmap();
        }
    }

    /** Which pages a list names is not known. */
    public void listLost() {
        listsLost = true;
        unmap();
    }

    /** From here on findings do not say which pages records belong to. */
    private void unmap() {
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
        if (failed == null && !lost && !decoder.isBetweenRecords()) {
            element.finding(
                    FindingCode.E62,
                    offset,
                    0,
                    "no sender cuts a record; receivers join the chunks of a round before they read them");
        }
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
        contents = null;
        unmap();
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

    /** Who is told of the record under way. */
    private @Nullable CompressedPages told() {
        return listsLost && records > announcedTotal ? null : contents;
    }

    @Override
    public void full(byte[] octets, int index) {
        chunk.full(octets, index);
        CompressedPages told = told();
        if (told != null) {
            told.full(records - 1, octets, index);
        }
    }

    @Override
    public void run(int at, byte[] octets, int index, int length) {
        CompressedPages told = told();
        if (told != null) {
            told.run(records - 1, at, octets, index, length);
        }
    }

    @Override
    public void complete(Kind kind, int literalWords, boolean canonical, long end) {
        CompressedPages told = told();
        if (told != null) {
            told.complete(records - 1, end);
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
            unmap();
        }
    }

    private void fill(PageQueue.Page page, CompleteRecord record) {
        chunk.page(page);
        Element element = inside;
        boolean held = false;
        if (page.table()) {
            cache.drop(page.pfn());
        } else {
            held = cache.use(page.pfn());
        }
        if (element != null && !uncertain) {
            ChunkPages.judge(element, page, record, held);
        }
    }

    @Override
    public void failed(PageRecordDecoder.Failure why, long offset) {
        failed = new Failed(why, offset, records - 1);
        uncertain = true;
        CompressedPages told = told();
        if (told != null) {
            told.failed(records - 1, offset);
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
        if (lost || listsLost) {
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
        } else if (firstSurplus >= 0) {
            end.finding(
                    FindingCode.E63,
                    firstSurplusOffset,
                    1,
                    "no sender does so; receivers read a whole round before they look at records");
        }
        if (failed == null && completeRecords < announcedTotal) {
            end.finding(
                    FindingCode.E38,
                    end.start(),
                    4,
                    "lists announce " + announcedTotal + " pages, " + completeRecords + " page records came; "
                            + DESTROYED);
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
