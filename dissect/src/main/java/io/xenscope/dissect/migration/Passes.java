package io.xenscope.dissect.migration;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.Pace;
import io.xenscope.dissect.analysis.Downtime;
import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.analysis.Rounds;
import io.xenscope.dissect.event.BatchInfo.PfnRange;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.finding.FindingCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The passes over memory of one migration: which elements begin and end them, which PFNs they brought, and the marks of
 * the time the guest stands still. A round is emitted right before the element that ends it.
 */
final class Passes {

    private final Emitter emitter;
    private final Knowledge knowledge;
    private final TotalsCount totals;
    private final Rounds rounds;
    private final Downtime downtime;
    private final PfnSet sent;
    private boolean behindCheckpoint;

    /** What the sender's octets waited for so far; null where nobody forwards them. */
    private Supplier<@Nullable Pace> pace = () -> null;

    /** The same at the end of the last round. */
    private @Nullable Pace paceOfRounds;

    /** @param distantPfns PFNs from 2^32 on that are remembered */
    Passes(
            Emitter emitter,
            Knowledge knowledge,
            TotalsCount totals,
            Downtime downtime,
            boolean timed,
            int distantPfns) {
        this.sent = new PfnSet(distantPfns);
        this.emitter = emitter;
        this.knowledge = knowledge;
        this.totals = totals;
        this.downtime = downtime;
        this.rounds = new Rounds(timed, distantPfns);
    }

    void pacedBy(Supplier<@Nullable Pace> asked) {
        pace = asked;
    }

    /** What the sender's octets waited for until the end of the last round; null where nobody forwards them. */
    @Nullable
    Pace pace() {
        return paceOfRounds;
    }

    private RoundEnd paced(RoundEnd round) {
        Pace now = pace.get();
        if (now == null) {
            return round;
        }
        Pace before = paceOfRounds == null ? Pace.NONE : paceOfRounds;
        paceOfRounds = now;
        return round.withPace(now.since(before));
    }

    /** The framing to the receiver was lost and found again. */
    void framingFound() {
        rounds.framingFound();
        downtime.framingFound();
        behindCheckpoint = false;
    }

    /** True when {@code pfn} was sent with data before. */
    boolean wasSent(long pfn) {
        return sent.contains(pfn);
    }

    /** Octets of memory it needs, roughly. */
    long memory() {
        return sent.memory() + rounds.memory();
    }

    /** True when there was no room to remember every PFN. */
    boolean isForgetful() {
        return sent.isForgetful();
    }

    /** PFNs sent with data. */
    long distinctPfns() {
        return sent.size();
    }

    /** The {@code round.index} of a batch that is added now. */
    long currentIndex() {
        return rounds.currentIndex();
    }

    /** An element that is no batch is complete; {@code now} is the time of its last octet. */
    void record(Direction direction, Element element, long now) {
        if (direction == Direction.FORWARD) {
            elementBegins(element);
        }
        if (element.layer() == Layer.LIBXC && direction == Direction.FORWARD) {
            // In converted images X86_TSC_INFO stands anywhere between the batches (specification 4.10).
            if (!knowledge.isConverted() || !element.type().equals("X86_TSC_INFO")) {
                closed(rounds.beforeOther(knowledge.isConverted(), inLaterEpoch()), element);
            }
            follow(element, now);
        } else if (element.layer() == Layer.LEGACY) {
            legacyRecord(element);
        }
    }

    private void elementBegins(Element element) {
        if (behindCheckpoint) {
            downtime.behindCheckpoint(element.firstTime());
            behindCheckpoint = false;
        }
    }

    private boolean inLaterEpoch() {
        return knowledge.epochs > 0;
    }

    /** Marks of the libxc layer. */
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

    /** A chunk between batches ends a pass; those that follow a live pass say that the guest stands still. */
    private void legacyRecord(Element element) {
        boolean suspends = element.type().equals("TSC_INFO") || element.type().equals("TMEM_EXTRA");
        closed(rounds.beforeLegacyOther(suspends, inLaterEpoch()), element);
        if (suspends) {
            downtime.stateBegins(element.firstTime());
        } else if (element.type().equals("ENABLE_VERIFY_MODE")) {
            rounds.verifyFollows();
        }
    }

    /** A batch is complete; ends the pass under way when the batch begins another one. */
    void batchBegins(Rounds.Batch inPass, PageBatch.Pass pass, Element element) {
        elementBegins(element);
        closed(
                switch (pass) {
                    case BY_ORDER -> rounds.before(inPass, knowledge.isConverted(), inLaterEpoch());
                    case BEGINS -> rounds.beforeInferred(inLaterEpoch());
                    case CONTINUES -> null;
                },
                element);
    }

    /** Adds a batch to its pass and returns how many of its pages had been sent before. */
    long add(Rounds.Batch inPass, long pages, PageBatch.@Nullable Entries entries, @Nullable Long zero) {
        long resent = entries == null ? 0 : pages - newlySent(entries);
        rounds.add(inPass, pages, resent, zero, entries == null ? 0 : entries.absentResent());
        return resent;
    }

    private long newlySent(PageBatch.Entries entries) {
        long added = 0;
        for (PfnRange range : entries.dataRanges()) {
            added += sent.addRange(range.first(), range.last());
            rounds.addDataRange(range.first(), range.last());
        }
        return added;
    }

    /** A chunk with compressed pages of the pass under way is complete. */
    void addCompressed(Element element, long now, @Nullable Long zero) {
        rounds.addCompressed(element.start(), element.end(), now, zero);
    }

    /** The pass the end of the stream ends; null when none is under way. */
    Rounds.@Nullable Closed atEnd() {
        return rounds.atEnd(inLaterEpoch());
    }

    /** A round has ended, unless it is null; {@code by} is the element that ended it, null at the end of the stream. */
    void closed(Rounds.@Nullable Closed closed, @Nullable Element by) {
        if (closed == null) {
            return;
        }
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
        RoundEnd round = paced(closed.round());
        emitter.emit(closed.lastTime(), place, Messages.round(round), round);
        if (by != null && kind.equals("final") && closed.absentResent() > 0) {
            by.finding(
                    FindingCode.PGD_022,
                    by.start(),
                    0,
                    closed.absentResent() + " PFNs sent with data before are listed as absent in the final pass; the "
                            + "receiver keeps their memory");
        }
    }
}
