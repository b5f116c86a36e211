package io.xenscope.dissect.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object with its members by type: of a table, or as it came with a stream. */
public final class Json {

    private final Map<String, Object> members;

    private Json(Map<String, Object> members) {
        this.members = members;
    }

    /** Reads a resource beside this class. */
    public static Json resource(String name) {
        try (InputStream in = Json.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("layout table " + name + " is not on the class path");
            }
            try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
                parser.nextToken();
                return object(parser);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an object of which nothing is certain; null when the octets are none. */
    public static @Nullable Json of(byte[] octets, int start, int length) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), octets, start, length)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? object(parser) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Json object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Object value = value(parser, parser.nextToken());
            if (value != null) {
                members.put(name, value);
            }
        }
        return new Json(members);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    Object element = value(parser, next);
                    if (element != null) {
                        elements.add(element);
                    }
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getString();
            default -> null;
        };
    }

    @Nullable
    Object get(String name) {
        return members.get(name);
    }

    Iterable<String> names() {
        return members.keySet();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    @Nullable
    public String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** A text that every well-formed table has. */
    String name(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalStateException("no text " + name + " in " + members);
        }
        return text;
    }

    /** A number, or one written as hexadecimal text. */
    @Nullable
    public Long number(String name) {
        Object value = members.get(name);
        return value instanceof String text && text.startsWith("0x")
                ? Long.valueOf(Long.parseUnsignedLong(text.substring(2), 16))
                : value instanceof Long number ? number : null;
    }

    int integer(String name) {
        Long number = number(name);
        if (number == null) {
            throw new IllegalStateException("no number " + name + " in " + members);
        }
        return Math.toIntExact(number);
    }

    @Nullable
    public Json object(String name) {
        return members.get(name) instanceof Json object ? object : null;
    }

    /** The objects of an array; none when there is no such array. */
    List<Json> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(Json.class::cast).toList()
                : List.of();
    }

    /** The elements of an array, whatever they are; none when there is no such array. */
    public List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }

    /** The texts of an array; none when there is no such array. */
    List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }
}
