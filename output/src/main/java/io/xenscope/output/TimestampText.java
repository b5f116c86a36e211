package io.xenscope.output;

import java.nio.charset.StandardCharsets;

/** RFC 3339 timestamps in UTC with nine digits of nanoseconds, written into an array that is used again. */
final class TimestampText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int LENGTH = 30;

    private final byte[] text = "0000-00-00T00:00:00.000000000Z".getBytes(StandardCharsets.US_ASCII);
    private long writtenSecond = Long.MIN_VALUE;

    /** The timestamp of so many nanoseconds since the epoch; valid until the next call. */
    byte[] format(long nanos) {
        long second = Math.floorDiv(nanos, NANOS_PER_SECOND);
        // Events come in bursts: most share the second with the one before.
        if (second != writtenSecond) {
            formatSecond(second);
            writtenSecond = second;
        }
        digits(20, 9, (int) Math.floorMod(nanos, NANOS_PER_SECOND));
        return text;
    }

    /** Octets of every timestamp. */
    static int length() {
        return LENGTH;
    }

    private void formatSecond(long second) {
        long day = Math.floorDiv(second, (long) SECONDS_PER_DAY);
        int secondOfDay = Math.floorMod(second, SECONDS_PER_DAY);
        // Days counted from 0000-03-01, so that the leap day is the last of its year.
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        digits(0, 4, year);
        digits(5, 2, month);
        digits(8, 2, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        digits(11, 2, secondOfDay / 3600);
        digits(14, 2, secondOfDay / 60 % 60);
        digits(17, 2, secondOfDay % 60);
    }

    private void digits(int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
