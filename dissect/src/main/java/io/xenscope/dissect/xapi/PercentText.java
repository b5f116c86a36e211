package io.xenscope.dissect.xapi;

import java.nio.charset.StandardCharsets;

/** Text with octets written as {@code %xx}. */
final class PercentText {

    private PercentText() {}

    /** What it stands for; a percent sign without two digits stands for itself. */
    static String decode(String text) {
        byte[] octets = new byte[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            octets[count++] = (byte) (low >= 0 ? high << 4 | low : c);
            i += low >= 0 ? 2 : 0;
        }
        return new String(octets, 0, count, StandardCharsets.UTF_8);
    }
}
