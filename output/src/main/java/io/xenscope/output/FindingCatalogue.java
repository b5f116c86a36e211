package io.xenscope.output;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.CatalogueEntry.Alias;
import io.xenscope.output.CatalogueEntry.Explained;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of findings: every id of the specification's tables with its condition, meaning, what receivers do and
 * what to do about it. It is written in one JSON document per family of ids, in the folder {@code codes} beside this
 * class. A value that begins with {@code @} names a text of the document's {@code texts}, for what many entries share.
 */
public final class FindingCatalogue {

    private static final List<String> DOCUMENTS = List.of(
            "general",
            "xl-header",
            "handshake",
            "libxl",
            "libxc",
            "page-data",
            "pv-records",
            "hvm-records",
            "checkpoints",
            "legacy",
            "hvm-context",
            "processor",
            "devices",
            "extended-state",
            "pv-state",
            "policies",
            "device-model",
            "carriers",
            "xapi",
            "libvirt",
            "xend",
            "capture",
            "limits",
            "network");

    /** Ids that belong together. */
    public record Group(String title, List<CatalogueEntry> entries) {
        public Group {
            entries = List.copyOf(entries);
        }
    }

    private final List<Group> groups;
    private final Map<String, CatalogueEntry> byId = new LinkedHashMap<>();

    private FindingCatalogue(List<Group> groups) {
        this.groups = List.copyOf(groups);
        for (Group group : groups) {
            for (CatalogueEntry entry : group.entries()) {
                if (byId.put(entry.id(), entry) != null) {
                    throw new IllegalStateException(entry.id() + " stands twice in the catalogue");
                }
            }
        }
    }

    /** Reads the catalogue. */
    public static FindingCatalogue read() {
        return new FindingCatalogue(
                DOCUMENTS.stream().map(FindingCatalogue::group).toList());
    }

    /** All ids by family, in the order of the specification. */
    public List<Group> groups() {
        return groups;
    }

    /** All ids. */
    public List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    /** What is said about an id. */
    public Optional<CatalogueEntry> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The code that is raised with this id; empty for aliases and for what is not raised. */
    public static Optional<FindingCode> code(String id) {
        return Arrays.stream(FindingCode.values())
                .filter(code -> code.id().equals(id))
                .findFirst();
    }

    /** The ids that are reported as this one. */
    public List<String> aliasesOf(String id) {
        return byId.values().stream()
                .filter(entry -> entry instanceof Alias alias && alias.of().contains(id))
                .map(CatalogueEntry::id)
                .toList();
    }

    private static Group group(String document) {
        Map<?, ?> members = object(JsonText.parse(text("codes/" + document + ".json")));
        Map<?, ?> texts = members.containsKey("texts") ? object(members.get("texts")) : Map.of();
        List<CatalogueEntry> entries = new ArrayList<>();
        for (Map.Entry<?, ?> entry : object(members.get("entries")).entrySet()) {
            entries.add(entry(string(entry.getKey()), object(entry.getValue()), texts));
        }
        return new Group(string(members.get("title")), entries);
    }

    private static CatalogueEntry entry(String id, Map<?, ?> members, Map<?, ?> texts) {
        if (members.get("aliasOf") instanceof List<?> of) {
            Object remark = members.get("remark");
            return new Alias(
                    id, of.stream().map(FindingCatalogue::string).toList(), remark == null ? null : string(remark));
        }
        return new Explained(
                id,
                value(members.get("condition"), texts),
                value(members.get("meaning"), texts),
                value(members.get("receivers"), texts),
                value(members.get("advice"), texts));
    }

    private static String value(@Nullable Object value, Map<?, ?> texts) {
        String text = string(value);
        return text.startsWith("@") ? string(texts.get(text.substring(1))) : text;
    }

    private static String text(String resource) {
        try (InputStream stream = FindingCatalogue.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException("the catalogue has something else than an object: " + value);
    }

    private static String string(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalStateException("the catalogue has something else than a text: " + value);
    }
}
