package io.xenscope.output;

/** Text as it may stand in a line: well-formed UTF-16 of a bounded length. */
public final class Texts {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char ELLIPSIS = '\u2026';

    private Texts() {}

    /**
     * The text with every half of a surrogate pair that stands alone replaced, cut to {@code longest} code points;
     * a cut text ends with an ellipsis, which counts.
     */
    public static String clean(String text, int longest) {
        int length = text.length();
        if (length > longest) {
            return rewrite(text, longest);
        }
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return rewrite(text, longest);
            }
        }
        return text;
    }

    private static String rewrite(String text, int longest) {
        StringBuilder result = new StringBuilder(Math.min(text.length(), longest) + 1);
        int lastStart = 0;
        int count = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (count == longest) {
                result.setLength(lastStart);
                return result.append(ELLIPSIS).toString();
            }
            lastStart = result.length();
            boolean alone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            result.appendCodePoint(alone ? REPLACEMENT : codePoint);
            count++;
        }
        return result.toString();
    }

    /** The octets the text takes inside a JSON string, at most. */
    static long encodedLength(String text) {
        long octets = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20) {
                octets += 6;
            } else if (c < 0x80) {
                octets += c == '"' || c == '\\' ? 2 : 1;
            } else {
                octets += c < 0x800 ? 2 : 3;
            }
        }
        return octets;
    }

    /** The text with control and formatting characters escaped: it cannot steer a terminal or break a line. */
    public static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return escape(text);
            }
        }
        return text;
    }

    private static String escape(String text) {
        StringBuilder result = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                result.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    result.append(Character.forDigit((c >> shift) & 15, 16));
                }
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
