package io.xenscope.dissect.migration;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.analysis.Downtime;
import io.xenscope.dissect.analysis.Epochs;
import io.xenscope.dissect.analysis.PageHashTable;
import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.analysis.Rounds;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Totals;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One migration from its first octet to its end: takes what both directions report, lets the analyses listen, and emits
 * the events in their order.
 */
public final class Migration {

    private final Emitter emitter;
    private final DissectOptions options;
    private final boolean timed;
    private final boolean twoWay;
    private final Knowledge knowledge;
    private final Reporter forward = new Reporter(this, Direction.FORWARD);
    private final Reporter back = new Reporter(this, Direction.BACK);

    private final TotalsCount totals = new TotalsCount();
    private final Rounds rounds;
    private final Epochs epochs;
    private final Downtime downtime = new Downtime();
    private final PfnSet sent = new PfnSet();
    private final PageHashTable pageHashes = new PageHashTable();
    private final Map<FindingCode, Integer> reported = new EnumMap<>(FindingCode.class);
    private final Set<FindingCode> stops = EnumSet.noneOf(FindingCode.class);
    private boolean behindCheckpoint;
    private boolean over;

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
        this.rounds = new Rounds(timed);
        this.epochs = new Epochs(timed);
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
        rounds.framingFound();
        downtime.framingFound();
        behindCheckpoint = false;
    }

    /** The image header begins at {@code offset}. */
    public void imageBegins(long offset) {
        epochs.imageBegins(offset);
    }

    /** True when {@code pfn} was sent with data before. */
    public boolean wasSent(long pfn) {
        return sent.contains(pfn);
    }

    /** Hashes of the pages sent so far. */
    public PageHashTable pageHashes() {
        return pageHashes;
    }

    void record(Reporter reporter, Element element, RecordInfo info) {
        boolean inImage = element.layer() == Layer.LIBXC && reporter.direction() == Direction.FORWARD;
        if (behindCheckpoint && reporter.direction() == Direction.FORWARD) {
            downtime.behindCheckpoint(element.firstTime());
            behindCheckpoint = false;
        }
        // In converted images X86_TSC_INFO stands anywhere between the batches (specification 4.10).
        boolean between = knowledge.isConverted() && element.type().equals("X86_TSC_INFO");
        if (inImage && !between) {
            Rounds.Closed closed = rounds.beforeOther(knowledge.isConverted(), knowledge.epochs > 0);
            if (closed != null) {
                closed(closed, element);
            }
        }
        if (inImage) {
            follow(element, reporter.now());
        }
        if (element.layer() == Layer.LEGACY) {
            legacyRecord(element);
        }
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

    /** A chunk between batches ends a pass; those that follow a live pass say that the guest stands still. */
    private void legacyRecord(Element element) {
        boolean suspends = element.type().equals("TSC_INFO") || element.type().equals("TMEM_EXTRA");
        Rounds.Closed closed = rounds.beforeLegacyOther(suspends, knowledge.epochs > 0);
        if (closed != null) {
            closed(closed, element);
        }
        if (suspends) {
            downtime.stateBegins(element.firstTime());
        } else if (element.type().equals("ENABLE_VERIFY_MODE")) {
            rounds.verifyFollows();
        }
    }

    /** A chunk with the compressed pages of batches. */
    void compressed(
            Reporter reporter,
            Element element,
            RecordInfo info,
            CompressedInfo compressed,
            @Nullable Long zeroPages,
            long index) {
        rounds.addCompressed(element.start(), element.end(), reporter.now());
        epochs.compressed(compressed.full(), compressed.delta(), compressed.empty());
        totals.record(element);
        totals.batch(0, 0, zeroPages == null ? 0 : zeroPages);
        BatchInfo shown = new BatchInfo(
                index,
                rounds.currentIndex(),
                null,
                null,
                null,
                null,
                null,
                null,
                0,
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

    /** Marks of the libxc layer that the analyses wait for. */
    private void follow(Element element, long now) {
        switch (element.type()) {
            case "VERIFY" -> rounds.verifyFollows();
            case "X86_TSC_INFO" -> downtime.stateBegins(element.firstTime());
            case "CHECKPOINT" -> {
                downtime.checkpoint(now);
                behindCheckpoint = true;
            }
            default -> {}
        }
    }

    void batch(Reporter reporter, Element element, RecordInfo info, PageBatch batch, long index) {
        PageBatch.Entries entries = batch.entries();
        Long first = entries == null || entries.first() < 0 ? null : Long.valueOf(entries.first());
        Long last = entries == null || entries.last() < 0 ? null : Long.valueOf(entries.last());
        Rounds.Batch inPass = new Rounds.Batch(
                element.start(), element.end(), element.firstTime(), reporter.now(), batch.count(), first, last);
        if (behindCheckpoint) {
            downtime.behindCheckpoint(element.firstTime());
            behindCheckpoint = false;
        }
        Rounds.Closed closed = switch (batch.pass()) {
            case BY_ORDER -> rounds.before(inPass, knowledge.isConverted(), knowledge.epochs > 0);
            case BEGINS -> rounds.beforeInferred(knowledge.epochs > 0);
            case CONTINUES -> null;
        };
        if (closed != null) {
            closed(closed, element);
        }
        MemoryListener memory = options.memory();
        if (memory != null) {
            memory.batchComplete(element.end());
        }
        long pages = entries == null ? 0 : entries.pages();
        long resent = entries == null ? 0 : pages - newlySent(entries);
        long zero = batch.zeroPages() == null ? 0 : batch.zeroPages();
        rounds.add(inPass, pages, resent, zero, entries == null ? 0 : entries.absentResent());
        epochs.batch(pages);
        totals.record(element);
        totals.batch(pages, resent, zero);
        BatchInfo shown = new BatchInfo(
                index,
                rounds.currentIndex(),
                batch.count(),
                entries == null ? null : Long.valueOf(pages),
                entries == null ? null : Long.valueOf(batch.compressed() ? 0 : pages * 4096),
                first,
                last,
                entries == null ? null : entries.ranges(),
                entries == null ? 0 : entries.rangesTotal(),
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

    private long newlySent(PageBatch.Entries entries) {
        long added = 0;
        for (BatchInfo.PfnRange range : entries.dataRanges()) {
            added += sent.addRange(range.first(), range.last());
            rounds.addDataRange(range.first(), range.last());
        }
        return added;
    }

    /** A round has ended; {@code by} is the element that ended it, null at the end of the stream. */
    private void closed(Rounds.Closed closed, @Nullable Element by) {
        knowledge.rounds++;
        totals.round();
        String kind = closed.round().kind();
        boolean suspended = !kind.equals("live");
        if (!suspended || !closed.lossy()) {
            downtime.round(suspended, closed.firstTime(), closed.lastTime());
        }
        if (closed.round().index() == 0
                && closed.firstPfn() == 0
                && closed.round().boundaryCertain()) {
            knowledge.firstPassEnd = closed.lastPfn() + 1;
        }
        Layer layer = knowledge.isLegacy() ? Layer.LEGACY : Layer.LIBXC;
        Place place = new Place(Direction.FORWARD, layer, closed.start(), closed.end() - closed.start());
        emitter.emit(closed.lastTime(), place, Messages.round(closed.round()), closed.round());
        if (by != null && kind.equals("final") && closed.absentResent() > 0) {
            by.finding(
                    FindingCode.PGD_022,
                    by.start(),
                    0,
                    closed.absentResent() + " PFNs sent with data before are listed as absent in the final pass; the "
                            + "receiver keeps their memory");
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

    /** {@code wire} octets of a compressed stream became {@code plain} ones. */
    public void decompressed(long wire, long plain) {
        totals.decompressed(wire, plain);
    }

    void gap(Place place, GapSeen gap, long time) {
        totals.missed(gap.missing());
        emitter.emit(time, place, Messages.gap(gap), gap);
    }

    void finding(FindingCode code, Severity severity, Place place, String text, @Nullable Long recordIndex, long time) {
        totals.finding(severity);
        boolean survived = code.failsOver() && knowledge.epochs > 0;
        if (severity == Severity.ERROR && code.stopsReceiver() && !survived) {
            stops.add(code);
        }
        int limit = severity == Severity.NOTE
                ? options.limits().notesPerCode()
                : options.limits().findingsPerCode();
        int count = reported.merge(code, 1, Integer::sum);
        if (count > limit) {
            return;
        }
        String shown = count == limit ? text + "; further ones of this code are counted only" : text;
        ExpertInfo expert = new ExpertInfo(code.id(), code.title(), severity, shown, code.spec(), recordIndex);
        emitter.emit(time, place, code.id() + " " + code.title() + ": " + shown, expert);
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
        Rounds.Closed closed = rounds.atEnd(knowledge.epochs > 0);
        Verdict verdict = new Verdict(knowledge, forward, back, stops, reported.keySet());
        verdict.findings();
        if (closed != null) {
            closed(closed, null);
        }
        Totals sum =
                totals.sum(forward.seen() + back.seen(), sent.size(), timed ? duration() : null, downtime.bounds());
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
            return first == null ? null : Long.valueOf(only.lastOctetTime() - first);
        }
        return Math.max(forward.lastOctetTime(), back.lastOctetTime()) - Math.min(a, b);
    }

    private static Place place(Reporter reporter, Element element) {
        return new Place(reporter.direction(), element.layer(), element.start(), element.length());
    }
}
