package io.xenscope.fuzz;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.xenscope.dissect.event.Event;
import io.xenscope.output.EventSchema;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import io.xenscope.output.OutputOptions.Detail;
import io.xenscope.output.OutputOptions.Pfns;
import io.xenscope.output.TextSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What is printed of events: lines of the schema, within the limit. */
final class Lines {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(EventSchema.text(), InputFormat.JSON);

    /** Of longer outputs a part is validated. */
    private static final int VALIDATED = 24;

    private Lines() {}

    static void check(List<Event> events, Random chance) {
        OutputOptions options = OutputOptions.defaults("fuzz")
                .withDetail(Detail.values()[chance.nextInt(Detail.values().length)])
                .withPfns(Pfns.values()[chance.nextInt(Pfns.values().length)])
                .withShowConfig(chance.nextBoolean())
                .withShowBytes(chance.nextBoolean())
                .withMaxEventBytes(chance.nextBoolean() ? OutputOptions.SMALLEST_LINE : OutputOptions.DEFAULT_LINE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(out, options);
                TextSink text = new TextSink(OutputStream.nullOutputStream(), options)) {
            events.forEach(sink::accept);
            events.forEach(text::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        Promises.require(lines.size() == events.size(), "a line for each event");
        for (String line : lines) {
            int octets = line.getBytes(StandardCharsets.UTF_8).length;
            Promises.require(octets <= options.maxEventBytes(), "within the limit", line);
            if (lines.size() <= VALIDATED || chance.nextInt(lines.size()) < VALIDATED) {
                validate(line);
            }
        }
    }

    static void validate(String line) {
        var violations = SCHEMA.validate(line, InputFormat.JSON);
        Promises.require(violations.isEmpty(), "valid by the schema", List.of(violations, line));
    }
}
