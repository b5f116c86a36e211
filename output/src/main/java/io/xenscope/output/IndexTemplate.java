package io.xenscope.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Index templates for Elasticsearch and OpenSearch, made out of {@link EventSchema}: every field it has is mapped, and
 * nothing else, so that no stream can make an index grow fields.
 */
public final class IndexTemplate {
    /** Longest keyword in characters: with at most four octets each, still below what an index takes. */
    private static final long LONGEST_KEYWORD = 8191;

    /** Deeper than decoded fields are written. */
    private static final long DEEPEST = 64;

    /** For whom a template is. */
    public enum Engine {
        /** Elasticsearch 8 and later. */
        ELASTICSEARCH,
        /** OpenSearch 2.7 and later. */
        OPENSEARCH
    }

    private IndexTemplate() {}

    /** The composable index template for indices whose names begin with {@code xenscope-}, as JSON text. */
    public static String text(Engine engine) {
        Map<String, Object> mappings = new LinkedHashMap<>();
        mappings.put("dynamic", false);
        mappings.put(
                "dynamic_templates",
                List.of(
                        namesNotFixed("labels", "labels.*", keyword()),
                        namesNotFixed("drop_reasons", "xenscope.drop.reasons.*", Map.of("type", "long"))));
        mappings.put("properties", members(engine, "", FieldList.all()));

        Map<String, Object> template = new LinkedHashMap<>();
        // Events repeat much of each other.
        template.put("settings", Map.of("index", Map.of("codec", "best_compression")));
        template.put("mappings", mappings);

        Map<String, Object> document = new LinkedHashMap<>();
        document.put("index_patterns", List.of("xenscope-*"));
        document.put("priority", 200L);
        document.put("template", template);
        document.put("_meta", Map.of("description", "Events of xenscope, schema " + EventSchema.VERSION));
        return JsonText.write(document);
    }

    private static Map<String, Object> namesNotFixed(String name, String path, Map<String, Object> mapping) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("path_match", path);
        rule.put("mapping", mapping);
        return Map.of(name, rule);
    }

    /** The mappings of the fields directly below a prefix. */
    private static Map<String, Object> members(Engine engine, String prefix, List<FieldList.Field> all) {
        Map<String, Object> mappings = new LinkedHashMap<>();
        for (FieldList.Field field : all) {
            String rest = field.name().startsWith(prefix) ? field.name().substring(prefix.length()) : "";
            if (!rest.isEmpty() && rest.indexOf('.') < 0 && !rest.equals("*")) {
                mappings.put(rest, mapping(engine, field, all));
            }
        }
        return mappings;
    }

    private static Map<String, Object> mapping(Engine engine, FieldList.Field field, List<FieldList.Field> all) {
        String name = field.name();
        return switch (field.type().replace("[]", "")) {
            case "integer" -> Map.of("type", "long");
            case "number" -> Map.of("type", "double");
            case "boolean" -> Map.of("type", "boolean");
            case "string" -> text(engine, name);
            default -> object(engine, name, all);
        };
    }

    private static Map<String, Object> text(Engine engine, String name) {
        if (name.equals("@timestamp")) {
            return Map.of("type", "date_nanos");
        } else if (name.endsWith(".ip")) {
            return Map.of("type", "ip");
        } else if (name.equals("message") || name.equals("xenscope.expert.text")) {
            return Map.of("type", engine == Engine.ELASTICSEARCH ? "match_only_text" : "text");
        }
        return keyword();
    }

    private static Map<String, Object> keyword() {
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("type", "keyword");
        mapping.put("ignore_above", LONGEST_KEYWORD);
        return mapping;
    }

    private static Map<String, Object> object(Engine engine, String name, List<FieldList.Field> all) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        if (name.equals("labels") || name.equals("xenscope.drop.reasons")) {
            mapping.put("type", "object");
            mapping.put("dynamic", true);
        } else if (name.equals("xenscope.record.fields") || name.equals("xenscope.totals.by_type")) {
            // Their names come from the stream.
            mapping.put("type", engine == Engine.ELASTICSEARCH ? "flattened" : "flat_object");
            if (engine == Engine.ELASTICSEARCH) {
                mapping.put("ignore_above", LONGEST_KEYWORD);
                mapping.put("depth_limit", DEEPEST);
            }
        } else {
            mapping.put("properties", members(engine, name + ".", all));
        }
        return mapping;
    }
}
