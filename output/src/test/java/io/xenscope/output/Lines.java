package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.xenscope.dissect.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Encodes events and checks what every line has to keep to. */
final class Lines {
    static final OutputOptions OPTIONS = OutputOptions.defaults("0.1.0");

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(EventSchema.text());

    private Lines() {}

    static String encode(Event event, OutputOptions options) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(octets, options)) {
            sink.accept(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = octets.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        assertThat(octets.size() - 1).isLessThanOrEqualTo(options.maxEventBytes());
        String line = text.substring(0, text.length() - 1);
        assertThat(line).doesNotContain("\n");
        assertValid(line);
        return line;
    }

    static String encode(Event event) {
        return encode(event, OPTIONS);
    }

    static void assertValid(String line) {
        assertThat(violations(line)).as(line).isEmpty();
    }

    static List<com.networknt.schema.Error> violations(String line) {
        return SCHEMA.validate(line, InputFormat.JSON);
    }

    /** The member a dotted path leads to; null when there is none. */
    static Object at(String line, String path) {
        Object value = JsonText.parse(line);
        for (String name : path.split("\\.")) {
            if (!(value instanceof Map<?, ?> members)) {
                return null;
            }
            value = members.get(name);
        }
        return value;
    }
}
