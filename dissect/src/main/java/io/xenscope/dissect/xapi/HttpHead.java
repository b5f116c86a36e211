package io.xenscope.dissect.xapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request or answer, and where in it each value stands:
 *
 * <pre>
 * head = start_line , "\r\n" , { name , ":" , value , "\r\n" } , "\r\n" ;      names in any case
 * </pre>
 */
final class HttpHead {

    private final String text;
    private final List<Part> start;
    private final Map<String, List<Part>> headers = new LinkedHashMap<>();

    /** Some of its text; {@code at} counts from its first octet. */
    record Part(String text, int at) {
        /** From {@code from} to before {@code to}, without white space around it. */
        Part part(int from, int to) {
            int first = from;
            int end = to;
            while (first < end && isSpace(text.charAt(first))) {
                first++;
            }
            while (end > first && isSpace(text.charAt(end - 1))) {
                end--;
            }
            return new Part(text.substring(first, end), at + first);
        }

        /** The parts between the places of {@code separator}. */
        List<Part> split(char separator) {
            List<Part> parts = new ArrayList<>();
            int from = 0;
            for (int i = text.indexOf(separator); i >= 0; i = text.indexOf(separator, from)) {
                parts.add(part(from, i));
                from = i + 1;
            }
            parts.add(part(from, text.length()));
            return parts;
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t' || c == '\r';
        }
    }

    /** @param text the whole head as ISO 8859-1 characters */
    HttpHead(String text) {
        this.text = text;
        List<Part> lines = new Part(text, 0).split('\n');
        this.start = lines.get(0).split(' ');
        for (Part line : lines.subList(1, lines.size())) {
            int colon = line.text().indexOf(':');
            if (colon > 0) {
                String name = line.text().substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(line.part(colon + 1, line.text().length()));
            }
        }
    }

    int length() {
        return text.length();
    }

    /** The words of its first line. */
    List<Part> start() {
        return start;
    }

    /** The first header of this name, given in lower case; null when there is none. */
    @Nullable
    Part header(String name) {
        List<Part> all = headers.get(name);
        return all == null ? null : all.get(0);
    }

    /** All headers of this name, given in lower case. */
    List<Part> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The pairs {@code name=value} between {@code separator}s; the first of each name. */
    static Map<String, Part> pairs(List<Part> parts, char separator) {
        Map<String, Part> pairs = new LinkedHashMap<>();
        for (Part part : parts) {
            for (Part pair : part.split(separator)) {
                int equal = pair.text().indexOf('=');
                if (equal > 0) {
                    pairs.putIfAbsent(
                            pair.text().substring(0, equal).strip(),
                            pair.part(equal + 1, pair.text().length()));
                }
            }
        }
        return pairs;
    }
}
