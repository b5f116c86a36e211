package io.xenscope.output.memory;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point of a stream at which guest memory is asked for.
 *
 * @param kind what is counted
 * @param value epoch (from 1), {@code round.index} (from 0) or offset in octets; 0 for the end
 */
public record MemoryPoint(Kind kind, long value) {

    /** What a point counts. */
    public enum Kind {
        END,
        CHECKPOINT,
        ROUND,
        OFFSET
    }

    private static final Pattern FORM = Pattern.compile("(checkpoint|round|offset):(\\d{1,18})");

    /**
     * Reads {@code end}, {@code checkpoint:N}, {@code round:N} or {@code offset:X}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static MemoryPoint parse(String text) {
        if (text.equals("end")) {
            return new MemoryPoint(Kind.END, 0);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "': expected end, checkpoint:N, round:N or offset:X");
        }
        Kind kind = Kind.valueOf(form.group(1).toUpperCase(Locale.ROOT));
        return new MemoryPoint(kind, Long.parseLong(form.group(2)));
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "end" : kind.name().toLowerCase(Locale.ROOT) + ":" + value;
    }
}
