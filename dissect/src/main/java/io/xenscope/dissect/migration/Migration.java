package io.xenscope.dissect.migration;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.Pace;
import io.xenscope.dissect.analysis.Downtime;
import io.xenscope.dissect.analysis.Elapsed;
import io.xenscope.dissect.analysis.Epochs;
import io.xenscope.dissect.analysis.PageHashTable;
import io.xenscope.dissect.analysis.Rounds;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.Totals;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One migration from its first octet to its end: takes what both directions report, lets the analyses listen, and emits
 * the events in their order.
 */
public final class Migration {

    /** What a migration needs before it has brought a page. */
    private static final long MEMORY = 8 << 10;

    private final Emitter emitter;
    private final DissectOptions options;
    private final boolean timed;
    private final boolean twoWay;
    private final Knowledge knowledge;
    private final Reporter forward = new Reporter(this, Direction.FORWARD);
    private final Reporter back = new Reporter(this, Direction.BACK);

    private final TotalsCount totals = new TotalsCount();
    private final Findings findings;
    private final Downtime downtime = new Downtime();
    private final Passes passes;
    private final Epochs epochs;
    private final PageHashTable pageHashes;
    private boolean over;
    private boolean forgottenTold;

    /**
     * @param timed whether the octets come with true times
     * @param twoWay whether the input is a connection with two directions, rather than a file
     */
    public Migration(
            Origin origin, String carrier, DissectOptions options, boolean timed, boolean twoWay, EventSink sink) {
        this.emitter = new Emitter(origin, sink);
        this.options = options;
        this.timed = timed;
        this.twoWay = twoWay;
        this.knowledge = new Knowledge(carrier, twoWay);
        this.findings = new Findings(emitter, options.limits(), knowledge, totals);
        this.passes = new Passes(
                emitter, knowledge, totals, downtime, timed, options.limits().distantPfns());
        this.epochs = new Epochs(timed);
        this.pageHashes = PageHashTable.within(options.limits().pageHashes());
    }

    /** @param pace asked what the sender's octets waited for so far; null where nobody forwards them */
    public void pacedBy(Supplier<@Nullable Pace> pace) {
        passes.pacedBy(pace);
    }

    Findings findings() {
        return findings;
    }

    public DissectOptions options() {
        return options;
    }

    public Knowledge knowledge() {
        return knowledge;
    }

    public Reporter reporter(Direction direction) {
        return direction == Direction.FORWARD ? forward : back;
    }

    /** The format has been recognised; first of all events. */
    public void start(long time) {
        MigrationInfo info = knowledge.info(false);
        emitter.emit(time, null, Messages.start(info), new MigrationStart(info));
    }

    /**
     * Tells how far it has come, unless it is over.
     *
     * @param octets seen so far, both directions
     */
    public void progress(long octets, long time) {
        if (!over) {
            Progress progress = totals.progress(octets);
            emitter.emit(time, null, Messages.progress(progress), progress);
        }
    }

    /** The framing to the receiver was lost and found again. */
    void framingFound() {
        passes.framingFound();
    }

    /** The image header begins at {@code offset}. */
    public void imageBegins(long offset) {
        epochs.imageBegins(offset);
    }

    /** True when {@code pfn} was sent with data before. */
    public boolean wasSent(long pfn) {
        return passes.wasSent(pfn);
    }

    /** Hashes of the pages sent so far. */
    public PageHashTable pageHashes() {
        return pageHashes;
    }

    void record(Reporter reporter, Element element, RecordInfo info) {
        passes.record(reporter.direction(), element, reporter.now());
        totals.record(element);
        emitter.emit(
                reporter.now(),
                place(reporter, element),
                Messages.record(element, info.fields()),
                new RecordSeen(info));
    }

    void aside(Reporter reporter, Element element, RecordInfo info, long time) {
        totals.record(element);
        emitter.emit(time, place(reporter, element), Messages.record(element, info.fields()), new RecordSeen(info));
    }

    /** A chunk with the compressed pages of batches. */
    void compressed(
            Reporter reporter,
            Element element,
            RecordInfo info,
            CompressedInfo compressed,
            @Nullable Long zeroPages,
            long index) {
        passes.addCompressed(element, reporter.now(), zeroPages);
        epochs.compressed(compressed.full(), compressed.delta(), compressed.empty());
        totals.record(element);
        totals.batch(0, 0, zeroPages);
        BatchInfo shown = new BatchInfo(
                index,
                passes.currentIndex(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                zeroPages,
                null,
                null,
                false);
        emitter.emit(
                reporter.now(),
                place(reporter, element),
                Messages.compressed(element, compressed),
                new BatchSeen(info, shown, compressed));
    }

    void batch(Reporter reporter, Element element, RecordInfo info, PageBatch batch, long index) {
        PageBatch.Entries entries = batch.entries();
        PageBatch.Head head = batch.head();
        Long first = head != null ? Long.valueOf(head.first()) : null;
        first = entries == null || entries.first() < 0 ? first : Long.valueOf(entries.first());
        Long last = entries == null || entries.last() < 0 ? null : Long.valueOf(entries.last());
        Rounds.Batch inPass = new Rounds.Batch(
                element.start(), element.end(), element.firstTime(), reporter.now(), batch.count(), first, last);
        passes.batchBegins(inPass, batch.pass(), element);
        MemoryListener memory = options.memory();
        if (memory != null) {
            memory.batchComplete(element.end());
        }
        long pages = batch.pages() == null ? 0 : batch.pages();
        // Pages that travel compressed are looked at where they come.
        Long zero = batch.compressed() ? Long.valueOf(0) : batch.zeroPages();
        long resent = passes.add(inPass, pages, entries, zero);
        epochs.batch(pages);
        tellForgotten(element);
        totals.record(element);
        totals.batch(pages, resent, zero);
        BatchInfo shown = new BatchInfo(
                index,
                passes.currentIndex(),
                batch.count(),
                batch.pages(),
                batch.pages() == null ? null : Long.valueOf(batch.compressed() ? 0 : pages * 4096),
                first,
                last,
                entries != null ? entries.ranges() : head != null ? head.ranges() : null,
                entries == null ? null : Long.valueOf(entries.rangesTotal()),
                entries == null ? null : entries.types(),
                batch.zeroPages(),
                entries == null ? null : Long.valueOf(resent),
                batch.unchanged(),
                batch.compressed());
        emitter.emit(
                reporter.now(),
                place(reporter, element),
                Messages.batch(element, shown),
                new BatchSeen(info, shown, null));
    }

    private void tellForgotten(Element element) {
        if (!forgottenTold && (passes.isForgetful() || pageHashes.isForgetful())) {
            forgottenTold = true;
            String what = passes.isForgetful()
                    ? options.limits().distantPfns() + " PFNs from 2^32 on are remembered; more count as sent first"
                    : "hashes in " + options.limits().pageHashes()
                            + " octets are remembered; more pages are not compared";
            element.finding(FindingCode.LIM_PAGES, element.start(), 0, what);
        }
    }

    /** An epoch is complete with the octet before {@code end}. */
    public void checkpointComplete(Layer layer, long end, long time) {
        Epochs.Complete complete = epochs.complete(end, time);
        knowledge.epochs = complete.checkpoint().epoch();
        totals.checkpoint();
        if (layer == Layer.LIBXL) {
            downtime.tailWritten(time);
        }
        Place place = new Place(Direction.FORWARD, layer, complete.start(), complete.end() - complete.start());
        emitter.emit(time, place, Messages.checkpoint(complete.checkpoint()), complete.checkpoint());
    }

    /** The last octet of the sender's go was seen. */
    public void goSent(long time) {
        knowledge.goSent = true;
        downtime.go(time);
    }

    /** The last octet of the receiver's report was seen. */
    public void reportSeen(long time) {
        knowledge.reportSeen = true;
        downtime.report(time);
    }

    /** Octets of memory that what is known of it needs, roughly. */
    public long memory() {
        return MEMORY + passes.memory() + pageHashes.memory();
    }

    /** {@code wire} octets of a compressed stream became {@code plain} ones. */
    public void decompressed(long wire, long plain) {
        totals.decompressed(wire, plain);
    }

    void gap(Place place, GapSeen gap, long time) {
        totals.missed(gap.missing());
        emitter.emit(time, place, Messages.gap(gap), gap);
    }

    /** A direction has ended; when no other one is under way the migration has. */
    void directionEnded() {
        boolean done = twoWay ? forward.isEnded() && back.isEnded() : forward.isEnded() || back.isEnded();
        if (done && !over) {
            over = true;
            finish();
        }
    }

    private void finish() {
        long time = Math.max(forward.now(), back.now());
        Rounds.Closed last = passes.atEnd();
        Verdict verdict = new Verdict(knowledge, forward, back, findings.stops(), findings.raised());
        verdict.findings();
        passes.closed(last, null);
        Totals sum = totals.sum(
                forward.seen() + back.seen(),
                passes.distinctPfns(),
                timed ? duration() : null,
                downtime.bounds(),
                passes.pace());
        MigrationInfo info = knowledge.info(true);
        String outcome = verdict.outcome().text();
        emitter.emit(
                time,
                null,
                Messages.end(outcome, verdict.reason(), sum),
                new MigrationEnd(info, sum, verdict.outcome(), verdict.reason()));
    }

    /** From the first octet of either direction to the last of either. */
    private @Nullable Long duration() {
        Long a = forward.firstTime();
        Long b = back.firstTime();
        if (a == null || b == null) {
            Reporter only = a == null ? back : forward;
            Long first = only.firstTime();
            return first == null ? null : Long.valueOf(Elapsed.between(first, only.lastOctetTime()));
        }
        return Elapsed.between(Math.min(a, b), Math.max(forward.lastOctetTime(), back.lastOctetTime()));
    }

    private static Place place(Reporter reporter, Element element) {
        return new Place(reporter.direction(), element.layer(), element.start(), element.length());
    }
}
