package io.xenscope.dissect.xl;

import io.xenscope.dissect.migration.Knowledge.Guest;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What of a JSON domain configuration is no secret: {@code c_info.type}, {@code c_info.name}, {@code c_info.uuid}.
 */
record DomainConfig(
        @Nullable String type,
        @Nullable String name,
        @Nullable String uuid) {

    /** Null when {@code text} is not a JSON object. */
    static @Nullable DomainConfig parse(String text) {
        String type = null;
        String name = null;
        String uuid = null;
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            path.push("");
            String field = "";
            while (!path.isEmpty()) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return null;
                }
                if (token == JsonToken.PROPERTY_NAME) {
                    field = parser.currentName();
                } else if (token.isStructStart()) {
                    path.push(field);
                } else if (token.isStructEnd()) {
                    path.pop();
                } else if (path.size() == 2 && "c_info".equals(path.peek())) {
                    switch (field) {
                        case "type" -> type = parser.getString();
                        case "name" -> name = parser.getString();
                        case "uuid" -> uuid = parser.getString();
                        default -> {}
                    }
                }
            }
            return parser.nextToken() == null ? new DomainConfig(type, name, uuid) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    Guest guest() {
        String named = type == null ? "" : type;
        return switch (named) {
            case "pv" -> Guest.PV;
            case "hvm" -> Guest.HVM;
            case "pvh" -> Guest.PVH;
            default -> Guest.UNKNOWN;
        };
    }
}
