package io.xenscope.output.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The bulk interface of Elasticsearch and OpenSearch. Each event is created under its {@code event.id}: one that is there
 * already was delivered before.
 */
final class BulkService implements HttpDestination.Service {

    private static final int CREATED = 200;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final URI uri;

    /** @param index the URI of the index or data stream */
    BulkService(URI index) {
        String text = index.toString();
        this.uri = URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/_bulk");
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public boolean wantsJson() {
        return true;
    }

    @Override
    public byte[] body(List<Line> lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Line line : lines) {
            // Ids are hex digits: nothing in them has to be escaped.
            body.writeBytes(("{\"create\":{\"_id\":\"" + line.facts().eventId() + "\"}}\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(line.octets(), 0, line.length());
            body.write('\n');
        }
        return body.toByteArray();
    }

    @Override
    public void answered(Batch batch, List<Line> sent, InputStream answer) throws IOException {
        List<Line> arrived = new ArrayList<>();
        List<Line> refused = new ArrayList<>();
        List<Integer> statuses = statuses(answer);
        if (statuses.size() != sent.size()) {
            throw new IOException("the answer tells of " + statuses.size() + " documents, " + sent.size()
                    + " were sent: is this a bulk interface?");
        }
        for (int i = 0; i < sent.size(); i++) {
            int status = statuses.get(i);
            if ((status >= CREATED && status < CREATED + 100) || status == CONFLICT) {
                arrived.add(sent.get(i));
            } else if (status == TOO_MANY || status >= SERVER) {
                batch.complain("status " + status + " for some documents");
            } else {
                batch.complain("status " + status + " for some documents, which are given up");
                refused.add(sent.get(i));
            }
        }
        batch.delivered(arrived);
        batch.rejected(refused, "rejected");
    }

    /** The status of each item, in the order of the request. */
    private static List<Integer> statuses(InputStream answer) throws IOException {
        List<Integer> found = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), answer)) {
            // { "items": [ { "create": { "status": N } } ] }
            int depth = 0;
            boolean items = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.PROPERTY_NAME && depth == 1) {
                    items = parser.currentName().equals("items");
                } else if (token == JsonToken.VALUE_NUMBER_INT
                        && items
                        && depth == 4
                        && "status".equals(parser.currentName())) {
                    found.add(parser.getIntValue());
                }
            }
        } catch (JacksonException e) {
            throw new IOException("the answer is no JSON: " + e.getOriginalMessage(), e);
        }
        return found;
    }
}
