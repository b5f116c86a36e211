package io.xenscope.bench;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writes the events of an image as JSON. */
@State(Scope.Benchmark)
public class LineBenchmark {

    private final List<Event> events = new ArrayList<>();

    @Setup
    public void load() {
        byte[] image = Inputs.octets("image");
        FileInput input = new Dissector(DissectOptions.DEFAULT, events::add).file(null, "bench", null);
        input.bytes(image, 0, image.length, 0);
        input.end(EndReason.FIN, 0);
    }

    @Benchmark
    public void encode(Work work) throws IOException {
        try (NdjsonSink sink = new NdjsonSink(OutputStream.nullOutputStream(), OutputOptions.defaults("bench"))) {
            events.forEach(sink::accept);
        }
        work.events += events.size();
    }
}
