package io.xenscope.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as users write them. */
final class Sizes {

    private static final String UNITS = "kmg";
    private static final int MOST_DIGITS = 12;

    private Sizes() {}

    /**
     * A number, perhaps with k, m or g behind it; null when the text is none.
     *
     * @param units whether they are understood
     */
    static @Nullable Long parse(String value, boolean units) {
        String text = value.toLowerCase(Locale.ROOT);
        int unit = text.isEmpty() || !units ? -1 : UNITS.indexOf(text.charAt(text.length() - 1));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        if (digits.isEmpty()
                || digits.length() > MOST_DIGITS
                || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return null;
        }
        long number = Long.parseLong(digits);
        int bits = 10 * (unit + 1);
        return number > Long.MAX_VALUE >> bits ? null : Long.valueOf(number << bits);
    }
}
