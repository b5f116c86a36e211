package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what the events of one migration tell, for its report. */
final class MigrationFacts {

    private static final int ROUNDS = 16;

    private final Origin origin;
    private final @Nullable Way way;
    private @Nullable PageCosts pages;

    private final HeadAndTail<RoundLine> rounds = new HeadAndTail<>(ROUNDS);
    private final ConvergenceJudge convergence = new ConvergenceJudge();
    private final StandstillClock standstill = new StandstillClock();
    private final EpochCount epochs = new EpochCount();
    private final Traffic traffic = new Traffic();
    private final EndFacts ending = new EndFacts();
    private final Map<String, FindingCount> findings = new LinkedHashMap<>();
    private ResentPages.Count comparedBefore = ResentPages.Count.NONE;
    private CompressedSum compressed = CompressedSum.NONE;
    private Transport wayBefore = Transport.NONE;
    private long firstTime;

    /**
     * @param pages looks into the pages; null when they cannot be told from those of another migration
     * @param way null when the input has no packets
     * @param firstTime when the migration was recognised
     */
    MigrationFacts(Origin origin, @Nullable PageCosts pages, @Nullable Way way, long firstTime) {
        this.origin = origin;
        this.pages = pages;
        this.way = way;
        this.firstTime = firstTime;
    }

    /** Its pages cannot be told from those of another migration any more. */
    void withoutPages() {
        pages = null;
    }

    void accept(Event event) {
        EventBody body = event.body();
        Place place = event.place();
        firstTime = Math.min(firstTime, event.time());
        if (place == null) {
            return;
        }
        if (body instanceof RecordSeen seen) {
            record(place, seen.record(), event.time());
            traffic.element(place, null, event.time());
        } else if (body instanceof BatchSeen batch) {
            record(place, batch.record(), event.time());
            traffic.element(place, batch.batch(), event.time());
            compressed = batch.compressed() == null ? compressed : compressed.plus(batch.compressed());
            Long carried = batch.batch().pages();
            epochs.batch(carried == null ? 0 : carried);
        } else if (body instanceof RoundEnd round) {
            round(round, event.time());
        } else if (body instanceof CheckpointEnd epoch) {
            epochs.complete(epoch, place.end(), event.time());
        } else if (body instanceof GapSeen gap) {
            ending.gap(place, gap);
        } else if (body instanceof ExpertInfo finding) {
            finding(finding, place);
        }
    }

    private void record(Place place, RecordInfo record, long time) {
        ending.record(place, record, time);
        standstill.record(place, record.type(), time);
    }

    private void round(RoundEnd round, long time) {
        convergence.round(round);
        standstill.round(round, time);
        ResentPages.Count compared = pages == null ? comparedBefore : pages.compared();
        ResentPages.Count inRound = compared.since(comparedBefore);
        comparedBefore = compared;
        Transport now = transport();
        Transport since = now == null ? null : now.since(wayBefore);
        wayBefore = now == null ? wayBefore : now;
        Long duration = round.durationNs();
        rounds.add(new RoundLine(
                round,
                duration == null ? null : Long.valueOf(time - duration - firstTime),
                inRound.compared(),
                inRound.unchanged(),
                since));
    }

    private @Nullable Transport transport() {
        Way known = way;
        return known == null || origin.source() == null ? null : known.from(origin.source());
    }

    private void finding(ExpertInfo finding, Place place) {
        FindingCount before = findings.get(finding.code());
        FindingCount.Place where = new FindingCount.Place(place.direction(), place.offset());
        findings.put(
                finding.code(),
                before != null
                        ? before.another(finding.severity(), where)
                        : new FindingCount(
                                finding.code(), finding.name(), finding.severity(), finding.text(), 1, List.of(where)));
    }

    Report report(MigrationEnd end) {
        Long start = end.totals().durationNs() == null ? null : Long.valueOf(firstTime);
        EpochSum epochSum = epochs.sum(start);
        Way known = way;
        PageCosts looked = pages;
        Triage triage = end.outcome() == Outcome.COMPLETE
                ? null
                : new TriageRules(origin, end, ending, known == null ? null : known.closing(), epochSum)
                        .triage(findings.values(), start);
        return new Report(
                origin,
                end,
                ending.lostOctets,
                start,
                traffic.byTime(start),
                traffic.byOffset(),
                rounds.excerpt(),
                convergence.judgement(),
                standstill.standstill(start != null),
                looked == null ? null : looked.sum(),
                compressed,
                transport(),
                epochSum,
                triage,
                List.copyOf(findings.values()));
    }
}
