package io.xenscope.output;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes every event as one aligned line for people: sequence, seconds since the migration's first event, direction,
 * layer, offset and length in octets, what it is, message. With full detail everything known stands below it, indented.
 * Lines are buffered until {@link #flush} or {@link #close}. Not for use by several threads at once.
 */
public final class TextSink implements EventSink, Closeable, Flushable {
    /** Migrations whose first time is remembered: a bound for those whose end never comes. */
    private static final int MIGRATIONS_KEPT = 1024;

    private static final int MICROSECOND = 1000;

    private final OutputStream out;
    private final boolean full;
    private final TextTree tree;
    private final StringBuilder line = new StringBuilder(256);
    private final Map<String, Long> firstTimes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MIGRATIONS_KEPT;
        }
    };

    /** Writes to the stream, which is closed with the sink. */
    public TextSink(OutputStream out, OutputOptions options) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.full = options.detail() == OutputOptions.Detail.FULL;
        this.tree = new TextTree(line, options);
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
        }
        try {
            out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void appendLine(Event event) {
        right(Long.toString(event.sequence()), 7);
        line.append(' ');
        right(seconds(event), 13);
        Event.Place place = event.place();
        if (place == null) {
            line.append("                                    ");
        } else {
            line.append(place.direction() == Direction.FORWARD ? " \u2192 " : " \u2190 ");
            left(place.layer().text(), 7);
            line.append(' ');
            right(Long.toString(place.offset()), 13);
            line.append(' ');
            right(Long.toString(place.length()), 11);
        }
        line.append("  ");
        left(title(event.body()), 28);
        line.append("  ").append(Texts.printable(Texts.clean(event.message(), Cut.MESSAGE)));
        while (line.charAt(line.length() - 1) == ' ') {
            line.setLength(line.length() - 1);
        }
        line.append('\n');
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

    private static String title(EventBody body) {
        String more = "";
        if (body instanceof RecordSeen seen) {
            more = seen.record().type();
        } else if (body instanceof BatchSeen seen) {
            more = seen.record().type();
        } else if (body instanceof ExpertInfo expert) {
            more = expert.severity().text() + " " + expert.code();
        } else if (body instanceof GapSeen gap) {
            more = gap.cause().text();
        } else if (body instanceof RoundEnd round) {
            more = round.kind();
        } else if (body instanceof MigrationEnd end) {
            more = end.outcome().text();
        }
        return Texts.printable(more.isEmpty() ? body.action() : body.action() + " " + more);
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
