package io.xenscope.output;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.RecordSeen;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes every event as one aligned line for people: sequence, seconds since the migration's first event, direction,
 * offset, layer, what it is, length in octets, and what there is to say. What it is stands in capitals, by the format's
 * own name, for what travelled; in small letters for what was made out of it; in brackets for findings, by severity.
 * With full detail everything known stands below the line, indented, and an empty line behind it. Lines are buffered
 * until {@link #flush} or {@link #close}. Not for use by several threads at once.
 */
public final class TextSink implements EventSink, Closeable, Flushable {
    /** Migrations whose first time is remembered: a bound for those whose end never comes. */
    private static final int MIGRATIONS_KEPT = 1024;

    private static final int MICROSECOND = 1000;

    private final TextStream out;
    private final boolean full;
    private final boolean coloured;
    private final TextTree tree;
    private final StringBuilder line = new StringBuilder(256);
    private final Map<String, Long> firstTimes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MIGRATIONS_KEPT;
        }
    };

    /** Writes without colours to the stream, which is closed with the sink. */
    public TextSink(OutputStream out, OutputOptions options) {
        this(out, options, false);
    }

    /**
     * Writes to the stream, which is closed with the sink.
     *
     * @param coloured whether the stream leads to a terminal that shows colours
     */
    public TextSink(OutputStream out, OutputOptions options, boolean coloured) {
        this.out = new TextStream(new BufferedOutputStream(out, 1 << 16));
        this.full = options.detail() == OutputOptions.Detail.FULL;
        this.coloured = coloured;
        this.tree = new TextTree(line, options, coloured);
    }

    /**
     * Writes one event.
     *
     * @throws UncheckedIOException when the stream fails, such as a pipe whose reader has gone
     */
    @Override
    public void accept(Event event) {
        line.setLength(0);
        appendLine(event);
        if (full) {
            tree.append(event);
            line.append('\n');
        }
        out.write(line.toString());
    }

    private void appendLine(Event event) {
        Paint paint = coloured ? Paint.of(event.body()) : Paint.PLAIN;
        line.append(paint.start());
        right(Long.toString(event.sequence()), 6);
        line.append(' ');
        right(seconds(event), 11);
        Event.Place place = event.place();
        if (place == null) {
            left("", 23);
        } else {
            line.append(place.direction() == Direction.FORWARD ? " \u2192 " : " \u2190 ");
            right(Long.toString(place.offset()), 11);
            line.append("  ");
            left(place.layer().text(), 7);
        }
        line.append(' ');
        String what = Texts.printable(what(event.body()));
        int start = line.length();
        left(what, 25);
        if (coloured && paint == Paint.PLAIN) {
            line.insert(start + what.length(), Paint.END).insert(start, Paint.BOLD.start());
        }
        line.append(' ');
        right(place == null ? "" : Long.toString(place.length()), 9);
        line.append("  ").append(Texts.printable(Texts.clean(information(event), Cut.MESSAGE)));
        while (line.charAt(line.length() - 1) == ' ') {
            line.setLength(line.length() - 1);
        }
        line.append(paint == Paint.PLAIN ? "" : Paint.END).append('\n');
    }

    /** The message without what stands in columns of its own. */
    private static String information(Event event) {
        String message = event.message();
        String what = what(event.body());
        if (message.startsWith(what + ": ") || message.startsWith(what + ", ")) {
            message = message.substring(what.length() + 2);
        }
        String octets = event.place() == null ? "" : event.place().length() + " octets";
        if (message.equals(octets)) {
            return "";
        }
        return message.endsWith(", " + octets) ? message.substring(0, message.lastIndexOf(',')) : message;
    }

    private String seconds(Event event) {
        String migration = event.origin().migrationId();
        long first = firstTimes.computeIfAbsent(migration, key -> event.time());
        if (event.body() instanceof MigrationEnd) {
            firstTimes.remove(migration);
        }
        // The directions interleave, so an event may be older than the first one.
        long micros = (event.time() - first) / MICROSECOND;
        String digits = Long.toString(1_000_000 + Math.abs(micros % 1_000_000)).substring(1);
        return (micros < 0 ? "-" : "") + Math.abs(micros / 1_000_000) + "." + digits;
    }

    private static String what(EventBody body) {
        if (body instanceof RecordSeen seen) {
            return seen.record().type();
        } else if (body instanceof BatchSeen seen) {
            return seen.record().type();
        } else if (body instanceof ExpertInfo expert) {
            return "[" + expert.severity().text() + "]";
        }
        return body.action();
    }

    private void right(String text, int width) {
        line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    private void left(String text, int width) {
        line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
