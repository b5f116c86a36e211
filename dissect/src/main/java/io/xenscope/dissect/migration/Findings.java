package io.xenscope.dissect.migration;

import io.xenscope.dissect.Limits;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The findings of one migration: counts all, tells each code up to its limit, remembers what stops a real receiver. */
final class Findings {

    private final Emitter emitter;
    private final Limits limits;
    private final Knowledge knowledge;
    private final TotalsCount totals;
    private final Map<FindingCode, Integer> raised = new EnumMap<>(FindingCode.class);
    private final Set<FindingCode> stops = EnumSet.noneOf(FindingCode.class);

    Findings(Emitter emitter, Limits limits, Knowledge knowledge, TotalsCount totals) {
        this.emitter = emitter;
        this.limits = limits;
        this.knowledge = knowledge;
        this.totals = totals;
    }

    void add(FindingCode code, Severity severity, Place place, String text, @Nullable Long recordIndex, long time) {
        totals.finding(severity);
        boolean survived = code.failsOver() && knowledge.epochs > 0;
        if (severity == Severity.ERROR && code.stopsReceiver() && !survived) {
            stops.add(code);
        }
        int limit = severity == Severity.NOTE ? limits.notesPerCode() : limits.findingsPerCode();
        int count = raised.merge(code, 1, Integer::sum);
        if (count > limit) {
            return;
        }
        String shown = count == limit ? text + "; further ones of this code are counted only" : text;
        ExpertInfo expert = new ExpertInfo(code.id(), code.title(), severity, shown, code.spec(), recordIndex);
        emitter.emit(time, place, code.id() + " " + code.title() + ": " + shown, expert);
    }

    /** Those at which a real receiver stops. */
    Set<FindingCode> stops() {
        return stops;
    }

    /** All that were raised. */
    Set<FindingCode> raised() {
        return raised.keySet();
    }
}
