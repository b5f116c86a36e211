package io.xenscope.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes JSON documents of our own, in which nothing is null. */
final class JsonText {
    private JsonText() {}

    /** The document as a map (in the order of the text), list, string, number or boolean. */
    static Object parse(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            return value(parser, parser.nextToken());
        }
    }

    /** The document as text with two columns of indentation, closed by a line end. */
    static String write(Map<String, ?> document) {
        StringBuilder text = new StringBuilder();
        append(text, "\n", document);
        return text.append('\n').toString();
    }

    private static void append(StringBuilder text, String lineStart, Object value) {
        String inner = lineStart + "  ";
        String separator = inner;
        if (value instanceof Map<?, ?> members) {
            text.append('{');
            for (Map.Entry<?, ?> member : members.entrySet()) {
                text.append(separator)
                        .append(quoted(member.getKey().toString()))
                        .append(": ");
                append(text, inner, member.getValue());
                separator = "," + inner;
            }
            text.append(members.isEmpty() ? "}" : lineStart + "}");
        } else if (value instanceof List<?> elements) {
            text.append('[');
            for (Object element : elements) {
                append(text.append(separator), inner, element);
                separator = "," + inner;
            }
            text.append(elements.isEmpty() ? "]" : lineStart + "]");
        } else {
            text.append(value instanceof String string ? quoted(string) : value);
        }
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    if (members.put(name, value(parser, parser.nextToken())) != null) {
                        throw new IllegalArgumentException(name + " stands twice in an object");
                    }
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(value(parser, next));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalArgumentException("unexpected " + token);
        };
    }
}
