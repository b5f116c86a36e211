package io.xenscope.output;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.Severity;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes findings only, one line each: {@code file:offset: severity code text}, with {@code back:} before the offset in
 * the back direction and the connection behind the text for network input. Closing it writes a summary line. Each line
 * is written at once: there are not many, and they are waited for. Not for use by several threads at once.
 */
public final class FindingLines implements EventSink, Closeable, Flushable {

    private final TextStream out;
    private final Severity least;
    private final boolean coloured;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long notes;
    private long warnings;
    private long errors;
    private long told;
    private long gaps;
    private long missed;
    private String reason = "";

    /**
     * Writes to the stream, which is closed with the lines.
     *
     * @param least the lowest severity that gets a line; all are counted
     * @param coloured whether the stream leads to a terminal that shows colours
     */
    public FindingLines(OutputStream out, Severity least, boolean coloured) {
        this.out = new TextStream(out);
        this.least = least;
        this.coloured = coloured;
    }

    /**
     * Takes one event.
     *
     * @throws UncheckedIOException when the stream fails, such as a pipe whose reader has gone
     */
    @Override
    public void accept(Event event) {
        if (event.body() instanceof ExpertInfo finding) {
            told++;
            if (finding.severity().compareTo(least) >= 0) {
                write(line(event, finding));
            }
        } else if (event.body() instanceof GapSeen) {
            gaps++;
        } else if (event.body() instanceof MigrationEnd end) {
            ended(end);
        }
    }

    private void ended(MigrationEnd end) {
        outcomes.merge(end.outcome(), 1L, Long::sum);
        reason = end.reason();
        missed += end.totals().missedBytes();
        notes += end.totals().notes();
        warnings += end.totals().warnings();
        errors += end.totals().errors();
    }

    private String line(Event event, ExpertInfo finding) {
        StringBuilder line = new StringBuilder(160);
        String file = event.origin().filePath();
        line.append(file == null ? "-" : clean(file)).append(':');
        Event.Place place = event.place();
        if (place != null) {
            line.append(place.direction() == Direction.BACK ? "back:" : "")
                    .append(place.offset())
                    .append(':');
        }
        String severity = finding.severity().text();
        line.append(' ').append(paint(Paint.of(finding.severity()), severity));
        line.append(' ').append(paint(Paint.BOLD, finding.code()));
        line.append(' ').append(clean(finding.text()));
        Endpoint source = event.origin().source();
        Endpoint destination = event.origin().destination();
        if (source != null && destination != null) {
            line.append(' ')
                    .append(paint(Paint.FAINT, "[" + IpText.of(source) + " \u2192 " + IpText.of(destination) + "]"));
        }
        return line.toString();
    }

    /** What came out, in one line. */
    private String summary() {
        long migrations = outcomes.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder text = new StringBuilder(160);
        text.append(migrations).append(migrations == 1 ? " migration" : " migrations");
        String separator = ": ";
        for (Map.Entry<Outcome, Long> outcome : outcomes.entrySet()) {
            text.append(separator);
            separator = ", ";
            if (migrations > 1) {
                text.append(outcome.getValue()).append(' ');
            }
            text.append(paint(Paint.of(outcome.getKey()), outcome.getKey().text()));
        }
        if (migrations == 1 && !reason.isEmpty()) {
            text.append(" (").append(clean(reason)).append(')');
        }
        text.append("; ").append(paint(errors > 0 ? Paint.ERROR : Paint.PLAIN, count(errors, "error")));
        text.append(", ").append(paint(warnings > 0 ? Paint.WARNING : Paint.PLAIN, count(warnings, "warning")));
        text.append(", ").append(count(notes, "note"));
        long all = notes + warnings + errors;
        if (all > told) {
            text.append(" (").append(all - told).append(" more of the same were counted only)");
        }
        if (gaps > 0) {
            text.append("; ").append(count(gaps, "gap")).append(", ").append(count(missed, "octet"));
            text.append(" missing");
        }
        return text.toString();
    }

    private String paint(Paint paint, String text) {
        return coloured ? paint.of(text) : text;
    }

    /** Text that others wrote: it must not steer the terminal or break a line. */
    private static String clean(String text) {
        return Texts.printable(Texts.clean(text, Integer.MAX_VALUE));
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void write(String line) {
        out.write(line + "\n");
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Writes the summary line and closes the stream. */
    @Override
    public void close() throws IOException {
        try (out) {
            write(summary());
        }
    }
}
