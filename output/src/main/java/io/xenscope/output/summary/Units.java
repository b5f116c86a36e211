package io.xenscope.output.summary;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers with their units, short enough to compare at a glance. Multiples are decimal: 1 MB is 1 000 000 octets. */
final class Units {

    /** Stands for a value that is not known. */
    static final String UNKNOWN = "–";

    private static final String[] MULTIPLES = {"", "k", "M", "G", "T", "P", "E"};
    private static final double STEP = 1000;
    private static final double MILLISECOND = 1e6;
    private static final double SECOND = 1e9;
    private static final double PERCENT = 100;

    private Units() {}

    static String octets(long count) {
        return multiple((double) count) + "B";
    }

    /** For axes: as short as a round number can be. */
    static String octetsMark(double count) {
        return shorter(multiple(count)) + "B";
    }

    /** For axes: a number of things. */
    static String countMark(double count) {
        return shorter(multiple(count)).stripTrailing();
    }

    /** For axes: a time from 0 on. */
    static String timeMark(double nanoseconds) {
        return nanoseconds == 0 ? "0 s" : shorter(time((long) nanoseconds));
    }

    private static String shorter(String number) {
        return number.replaceFirst("(\\.\\d*?)0+ ", "$1 ").replace(". ", " ");
    }

    static String perSecond(@Nullable Double octets) {
        return octets == null ? UNKNOWN : multiple(octets) + "B/s";
    }

    static String pagesPerSecond(@Nullable Double pages) {
        return pages == null ? UNKNOWN : Math.round(pages) + " pages/s";
    }

    /** The number with three digits that count, a blank and the prefix of its unit. */
    private static String multiple(double number) {
        double value = number;
        int multiple = 0;
        while (value >= STEP - 0.5 && multiple < MULTIPLES.length - 1) {
            value /= STEP;
            multiple++;
        }
        String format = multiple == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, format, value, MULTIPLES[multiple]);
    }

    static String time(@Nullable Long nanoseconds) {
        if (nanoseconds == null) {
            return UNKNOWN;
        }
        return nanoseconds < SECOND
                ? String.format(Locale.ROOT, "%.1f ms", nanoseconds / MILLISECOND)
                : String.format(Locale.ROOT, "%.3f s", nanoseconds / SECOND);
    }

    /** A share of 1. */
    static String share(double share) {
        return Math.round(share * PERCENT) + "%";
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.1f", ratio);
    }

    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
