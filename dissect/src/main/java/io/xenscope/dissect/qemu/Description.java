package io.xenscope.dissect.qemu;

import io.xenscope.dissect.layout.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a device in the order of its octets, in the grammar of QEMU's own description of them (payload
 * specification D.4). Profiles are written in it, and streams may bring it along.
 *
 * @param name of the structure
 * @param subsections that may follow the fields, each with a header of its own
 */
record Description(String name, long version, List<Part> parts, List<Description> subsections) {

    /** Structures inside structures; a description that goes deeper is not believed. */
    private static final int DEEPEST = 32;

    Description {
        parts = List.copyOf(parts);
        subsections = List.copyOf(subsections);
    }

    /** Reads a description; null when it is none. */
    static @Nullable Description of(Json json) {
        return of(json, 0, false);
    }

    private static @Nullable Description of(Json json, int depth, boolean secret) {
        String name = json.text("vmsd_name");
        Long version = json.number("version");
        if (depth > DEEPEST) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (Object field : json.list("fields")) {
            Part part = field instanceof Json described ? part(described, depth, secret) : null;
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        List<Description> subsections = new ArrayList<>();
        for (Object subsection : json.list("subsections")) {
            Description inner = subsection instanceof Json described ? of(described, depth + 1, secret) : null;
            if (inner == null) {
                return null;
            }
            subsections.add(inner);
        }
        return new Description(name == null ? "" : name, version == null ? 0 : version, parts, subsections);
    }

    private static @Nullable Part part(Json field, int depth, boolean guarded) {
        String name = field.text("name");
        String type = field.text("type");
        Long size = field.number("size");
        Long count = field.has("array_len") ? field.number("array_len") : Long.valueOf(Part.SCALAR);
        if (name == null || type == null || size == null || count == null) {
            return null;
        }
        if (size < 0 || size > Integer.MAX_VALUE || count < Part.SCALAR || count > Integer.MAX_VALUE) {
            return null;
        }
        boolean secret = guarded || field.flag("secret");
        // A temporary structure is described in place.
        Json inner = field.has("fields") ? field : field.object("struct");
        Description struct = inner == null ? null : of(inner, depth + 1, secret);
        if (inner != null && struct == null) {
            return null;
        }
        Long index = field.number("index");
        String shown = index == null ? name : name + "[" + index + "]";
        Part.Kind kind = struct != null ? Part.Kind.STRUCT : Part.Kind.of(type, size.intValue());
        return new Part(shown, kind, size.intValue(), count.intValue(), struct, secret);
    }
}
