package io.xenscope.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (2020-12) of the events {@link NdjsonSink} writes. */
public final class EventSchema {
    private static final String RESOURCE = "event-schema-1.0.json";

    private EventSchema() {}

    /** The schema as JSON text. */
    public static String text() {
        try (InputStream stream = EventSchema.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
