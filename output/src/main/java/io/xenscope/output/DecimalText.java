package io.xenscope.output;

import org.jspecify.annotations.Nullable;

/** Decimal numbers with few digits, the same on every machine. */
final class DecimalText {
    /** Nothing measured here is as large; what is comes from a division by next to nothing. */
    private static final double LIMIT = 1e15;

    private DecimalText() {}

    /**
     * The value rounded half up to at most {@code digits} (1 to 3) decimals. At least one is written, so that
     * consumers that guess types from the first value they see take it for a decimal number.
     *
     * @return null when the value is unknown, not finite, or 10^15 and more
     */
    static @Nullable String of(@Nullable Double value, int digits) {
        if (value == null || !(Math.abs(value) < LIMIT)) {
            return null;
        }
        int scale = digits == 1 ? 10 : digits == 2 ? 100 : 1000;
        long scaled = Math.round(value * scale);
        long whole = Math.abs(scaled) / scale;
        long fraction = Math.abs(scaled) % scale;
        while (scale > 10 && fraction % 10 == 0) {
            fraction /= 10;
            scale /= 10;
        }
        StringBuilder text = new StringBuilder(20);
        if (scaled < 0) {
            text.append('-');
        }
        text.append(whole).append('.');
        for (int unit = scale / 10; unit > 0; unit /= 10) {
            text.append((char) ('0' + fraction / unit % 10));
        }
        return text.toString();
    }

    /** {@code raw / wire} with at most 3 decimals; null when there is nothing to divide by. */
    static @Nullable String ratio(long raw, long wire) {
        return wire <= 0 ? null : of((double) raw / wire, 3);
    }
}
