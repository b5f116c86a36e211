package io.xenscope.dissect.hvm;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.EnumMap;
import java.util.Map;

/** What was found in the state of a guest while it passed, until the record it belongs to is complete. */
public final class FoundInState implements Findings {

    private final Map<FindingCode, Found> found = new EnumMap<>(FindingCode.class);

    /** The first finding of a code, the gravest severity, and how often there were more. */
    private record Found(Severity severity, long offset, long length, String text, int repeats) {}

    @Override
    public void add(FindingCode code, Severity severity, long offset, long length, String text) {
        Found known = found.get(code);
        Found first = known == null ? new Found(severity, offset, length, text, 0) : known;
        Severity gravest = severity.compareTo(first.severity()) > 0 ? severity : first.severity();
        found.put(
                code,
                new Found(
                        gravest,
                        first.offset(),
                        first.length(),
                        first.text(),
                        first.repeats() + (known == null ? 0 : 1)));
    }

    /** Hands everything on to its record. */
    public void handTo(Element element) {
        found.forEach((code, one) ->
                element.finding(code, one.severity(), one.offset(), one.length(), one.text(), one.repeats()));
    }
}
