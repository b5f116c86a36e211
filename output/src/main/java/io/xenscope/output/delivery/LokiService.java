package io.xenscope.output.delivery;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The push interface of Loki. Labels are few, since each combination is a stream of its own: job, action, severity of
 * findings, outcome of migrations. A line that arrives twice has the same time and text, and Loki keeps it once.
 */
final class LokiService implements HttpDestination.Service {

    private static final String PATH = "/loki/api/v1/push";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final URI uri;

    /** @param server the URI of the server; another path than the usual one may be given */
    LokiService(URI server) {
        String path = server.getPath();
        this.uri = path == null || path.isEmpty() || path.equals("/") ? server.resolve(PATH) : server;
    }

    private record Labels(String action, String severity, String outcome) {}

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public boolean wantsJson() {
        return false;
    }

    @Override
    public byte[] body(List<Line> lines) {
        Map<Labels, List<Line>> streams = new LinkedHashMap<>();
        for (Line line : lines) {
            streams.computeIfAbsent(
                            new Labels(
                                    line.facts().action(),
                                    line.facts().severity(),
                                    line.facts().outcome()),
                            labels -> new ArrayList<>())
                    .add(line);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeName("streams");
            json.writeStartArray();
            streams.forEach((labels, values) -> stream(json, labels, values));
            json.writeEndArray();
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static void stream(JsonGenerator json, Labels labels, List<Line> lines) {
        json.writeStartObject();
        json.writeName("stream");
        json.writeStartObject();
        label(json, "job", "xenscope");
        label(json, "action", labels.action());
        label(json, "severity", labels.severity());
        label(json, "outcome", labels.outcome());
        json.writeEndObject();
        json.writeName("values");
        json.writeStartArray();
        for (Line line : lines) {
            json.writeStartArray();
            json.writeString(Long.toString(line.facts().time()));
            json.writeString(line.text());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void label(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeName(name);
            json.writeString(value);
        }
    }

    @Override
    public void answered(Batch batch, List<Line> sent, InputStream answer) {
        batch.delivered(sent);
    }
}
