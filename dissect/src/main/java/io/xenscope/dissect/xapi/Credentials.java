package io.xenscope.dissect.xapi;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must not be told of a conversation (carriers specification 9.3): the values that its head gave as credentials,
 * wherever they appear, and whatever looks like one.
 */
final class Credentials {

    static final String HIDDEN = "[redacted]";

    /** Shorter values would hide what has nothing to do with them. */
    private static final int LEAST = 6;

    private static final Pattern REFERENCE = Pattern.compile("OpaqueRef(:|%3[aA])[0-9A-Za-z-]+");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:session|task)_?id|authorization)(\\\\?[\"']?\\s*[=:,]\\s*\\\\?[\"']?)[^\\s;,&\"']+");

    private final Set<String> values = new HashSet<>();

    /** @param value as it stands in the head */
    void learn(String value) {
        for (String form : new String[] {value, PercentText.decode(value)}) {
            if (form.length() >= LEAST) {
                values.add(form);
            }
        }
    }

    /** The text without them. */
    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, HIDDEN);
        }
        hidden = REFERENCE.matcher(hidden).replaceAll("OpaqueRef:" + HIDDEN);
        return NAMED.matcher(hidden).replaceAll("$1$2" + HIDDEN);
    }
}
