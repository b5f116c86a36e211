package io.xenscope.fuzz;

import io.xenscope.dissect.event.Event;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds many events to the schema in little time: lines that differ from one seen before in digits alone are not judged again. */
final class Shapes {

    private final Set<String> seen = new HashSet<>();

    void check(List<Event> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(out, OutputOptions.defaults("fuzz"))) {
            events.forEach(sink::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            if (seen.add(shape(line))) {
                Lines.validate(line);
            }
        }
    }

    private static String shape(String line) {
        StringBuilder shape = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter < '0' || letter > '9') {
                shape.append(letter);
            }
        }
        return shape.toString();
    }
}
