package io.xenscope.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every field an event can have, taken from {@link EventSchema}. */
public final class FieldList {
    private FieldList() {}

    /**
     * One field.
     *
     * @param name dotted name; {@code *} stands for names that are not fixed
     * @param type {@code object}, {@code string}, {@code integer}, {@code number}, {@code boolean}, or one of these
     *     with {@code []} behind it for each level of array
     * @param unit unit of a number; null when the field is none
     * @param values what a field of a closed vocabulary can hold; empty for all others
     * @param meaning what it says
     * @param variable what filter expressions call it
     * @param example a filter expression that asks for it
     */
    public record Field(
            String name,
            String type,
            @Nullable String unit,
            List<String> values,
            String meaning,
            String variable,
            String example) {
        public Field {
            values = List.copyOf(values);
        }
    }

    /** All fields in the order of the schema, an object before its members. */
    public static List<Field> all() {
        List<Field> fields = new ArrayList<>();
        addMembers(fields, "", "", object(JsonText.parse(EventSchema.text())));
        return List.copyOf(fields);
    }

    /** @param path the prefix with an example for every name that is not fixed */
    private static void addMembers(List<Field> fields, String prefix, String path, Map<?, ?> schema) {
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            for (Map.Entry<?, ?> property : properties.entrySet()) {
                String name = property.getKey().toString();
                String step = path.isEmpty() ? name : path + FieldExample.member(name);
                add(fields, prefix + name, step, object(property.getValue()));
            }
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> other) {
            Object name = example(object(schema.get("propertyNames")));
            add(fields, prefix + "*", path + FieldExample.member(String.valueOf(name)), other);
        }
    }

    private static void add(List<Field> fields, String name, String path, Map<?, ?> schema) {
        Object unit = schema.get("x-unit");
        String meaning = String.valueOf(schema.get("description"));
        String variable = FilterVariables.nameOf(name);
        Object value = example(schema);
        String asked = FilterVariables.nameOf(path);
        String expression = value == null ? FieldExample.ofObject(asked) : FieldExample.of(asked, value);
        String unitText = unit == null ? null : unit.toString();
        fields.add(new Field(name, type(schema), unitText, values(schema), meaning, variable, expression));
        addMembers(fields, name + ".", path, schema);
    }

    /** A value the schema allows; null for objects whose members have examples of their own. */
    private static @Nullable Object example(Map<?, ?> schema) {
        if (schema.get("examples") instanceof List<?> examples) {
            return examples.get(0);
        } else if (schema.get("const") != null) {
            return schema.get("const");
        } else if (schema.get("enum") instanceof List<?> words) {
            return words.get(0);
        } else if (schema.get("items") instanceof Map<?, ?> items) {
            Object element = example(items);
            return element == null ? null : List.of(element);
        }
        return "boolean".equals(schema.get("type")) ? true : null;
    }

    private static String type(Map<?, ?> schema) {
        Object type = schema.get("type");
        if ("array".equals(type)) {
            return type(object(schema.get("items"))) + "[]";
        }
        // What is only referred to are the decoded fields.
        return type == null ? "object" : type.toString();
    }

    private static List<String> values(Map<?, ?> schema) {
        if (schema.get("enum") instanceof List<?> words) {
            return words.stream().map(Object::toString).toList();
        }
        if (schema.get("items") instanceof Map<?, ?> items) {
            return values(items);
        }
        return List.of();
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException("the schema has something else than an object: " + value);
    }
}
