package io.xenscope.samples;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers with the binary suffixes k, m, g and t. */
final class OctetCount implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int suffix = lower.isEmpty() ? -1 : "kmgt".indexOf(lower.charAt(lower.length() - 1));
        String digits = suffix < 0 ? lower : lower.substring(0, lower.length() - 1);
        try {
            return Math.round(Double.parseDouble(digits) * (1L << (10 * (suffix + 1))));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("not a size: " + text);
        }
    }
}
