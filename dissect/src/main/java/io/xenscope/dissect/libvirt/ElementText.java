package io.xenscope.dissect.libvirt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text of a few elements in XML, in one pass over it. Not a validating reader: of damaged text it finds what
 * it can.
 */
final class ElementText {

    private static final List<String[]> SKIPPED =
            List.of(new String[] {"<!--", "-->"}, new String[] {"<?", "?>"}, new String[] {"<!", ">"});

    private final Set<String> wanted;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();

    /** @param wanted paths of element names, joined by slashes */
    ElementText(String... wanted) {
        this.wanted = Set.of(wanted);
    }

    /** Text of the first element with this path; null when there is none. */
    @Nullable
    String of(String path) {
        return texts.get(path);
    }

    /** An attribute of that element; null when it has none of this name. */
    @Nullable
    String attribute(String path, String name) {
        String tag = tags.getOrDefault(path, "");
        for (char quote : new char[] {'\'', '"'}) {
            int at = tag.indexOf(" " + name + "=" + quote);
            int value = at + name.length() + 3;
            int end = at < 0 ? -1 : tag.indexOf(quote, value);
            if (end >= 0) {
                return resolved(tag.substring(value, end));
            }
        }
        return null;
    }

    void scan(String xml) {
        // Paths longer than any wanted one are not told apart: depth counts what is open below.
        StringBuilder path = new StringBuilder();
        int depth = 0;
        int at = xml.indexOf('<');
        while (at >= 0) {
            int behind = skipped(xml, at);
            if (behind < 0) {
                behind = xml.indexOf('>', at) + 1;
                if (behind == 0) {
                    return;
                }
                String tag = xml.substring(at + 1, behind - 1);
                if (tag.startsWith("/")) {
                    if (depth > 0) {
                        depth--;
                    } else {
                        path.setLength(Math.max(path.lastIndexOf("/"), 0));
                    }
                } else if (!tag.endsWith("/")) {
                    if (depth > 0 || !begins(tag, path)) {
                        depth++;
                    } else {
                        found(path.toString(), tag, xml, behind);
                    }
                }
            }
            at = xml.indexOf('<', behind);
        }
    }

    /** Appends the element to the path when it leads to something wanted. */
    private boolean begins(String tag, StringBuilder path) {
        int end = 0;
        while (end < tag.length() && !Character.isWhitespace(tag.charAt(end))) {
            end++;
        }
        String longer = path + (path.isEmpty() ? "" : "/") + tag.substring(0, end);
        for (String one : wanted) {
            if (one.equals(longer) || one.startsWith(longer + "/")) {
                path.setLength(0);
                path.append(longer);
                return true;
            }
        }
        return false;
    }

    private void found(String path, String tag, String xml, int behind) {
        int end = xml.indexOf('<', behind);
        if (wanted.contains(path) && end >= 0 && !texts.containsKey(path)) {
            texts.put(path, resolved(xml.substring(behind, end).strip()));
            tags.put(path, tag);
        }
    }

    /** Where a comment, instruction or declaration at {@code at} ends; −1 when there is none. */
    private static int skipped(String xml, int at) {
        for (String[] one : SKIPPED) {
            if (xml.startsWith(one[0], at)) {
                int end = xml.indexOf(one[1], at + one[0].length());
                return end < 0 ? xml.length() : end + one[1].length();
            }
        }
        return -1;
    }

    private static String resolved(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
