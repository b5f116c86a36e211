package io.xenscope.output;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.CatalogueEntry.Alias;
import io.xenscope.output.CatalogueEntry.Explained;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The catalogue of findings for programs: an object for each id, all that is said about it. */
public final class CatalogueJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final FindingCatalogue catalogue;

    public CatalogueJson(FindingCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The object of an id, in one line without an end. */
    public String line(CatalogueEntry entry) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("id", entry.id());
            json.writeStringProperty("group", group(entry));
            Optional<FindingCode> code = FindingCatalogue.code(entry.id());
            json.writeBooleanProperty("raised", code.isPresent());
            code.ifPresent(raised -> raised(json, raised));
            if (entry instanceof Explained explained) {
                json.writeStringProperty("condition", explained.condition());
                json.writeStringProperty("meaning", explained.meaning());
                json.writeStringProperty("receivers", explained.receivers());
                json.writeStringProperty("advice", explained.advice());
            } else if (entry instanceof Alias alias) {
                ids(json, "reported_as", alias.of());
                String remark = alias.remark();
                if (remark != null) {
                    json.writeStringProperty("remark", remark);
                }
            }
            ids(json, "other_ids", catalogue.aliasesOf(entry.id()));
            json.writeEndObject();
        }
        return line.toString();
    }

    private String group(CatalogueEntry entry) {
        return catalogue.groups().stream()
                .filter(group -> group.entries().contains(entry))
                .map(FindingCatalogue.Group::title)
                .findFirst()
                .orElseThrow();
    }

    private static void raised(JsonGenerator json, FindingCode code) {
        json.writeStringProperty("severity", code.severity().text());
        json.writeStringProperty("title", code.title());
        json.writeStringProperty("spec", code.spec());
        json.writeBooleanProperty("stops_receiver", code.stopsReceiver());
        json.writeBooleanProperty("fails_over", code.failsOver());
    }

    private static void ids(JsonGenerator json, String name, List<String> ids) {
        json.writeArrayPropertyStart(name);
        ids.forEach(json::writeString);
        json.writeEndArray();
    }
}
