package io.xenscope.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (2020-12) of the events {@link NdjsonSink} writes. */
public final class EventSchema {
    /** What {@code xenscope.schema} says. */
    static final String VERSION = "1.0";

    private static final String RESOURCE = "event-schema-" + VERSION + ".json";

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
