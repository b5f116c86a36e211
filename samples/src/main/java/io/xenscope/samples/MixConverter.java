package io.xenscope.samples;

import io.xenscope.samples.scenario.PageMix;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a page mix such as {@code zero=20,text=50,random=30}. */
final class MixConverter implements ITypeConverter<PageMix> {
    @Override
    public PageMix convert(String text) {
        int zero = 0;
        int words = 0;
        int random = 0;
        int counter = 0;
        for (String share : text.split(",", -1)) {
            int equals = share.indexOf('=');
            String kind = equals < 0 ? share : share.substring(0, equals);
            int percent = percent(share.substring(equals + 1));
            switch (kind) {
                case "zero" -> zero = percent;
                case "text" -> words = percent;
                case "random" -> random = percent;
                case "counter" -> counter = percent;
                default -> throw new TypeConversionException("unknown page contents: " + kind);
            }
        }
        if (zero + words + random + counter != 100) {
            throw new TypeConversionException("shares must add up to 100: " + text);
        }
        return new PageMix(words, random, counter);
    }

    private static int percent(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("not a share in percent: " + text);
        }
    }
}
