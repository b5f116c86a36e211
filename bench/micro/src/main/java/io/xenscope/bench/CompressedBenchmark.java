package io.xenscope.bench;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes the compressed checkpoints of a legacy Remus stream. */
@State(Scope.Benchmark)
public class CompressedBenchmark {

    private static final int PIECE = 1 << 17;

    private byte[] stream = new byte[0];

    @Setup
    public void load() {
        stream = Inputs.octets("compressed");
    }

    @Benchmark
    public void decode(Work work) {
        FileInput input = new Dissector(DissectOptions.DEFAULT, event -> work.events++).file(null, "bench", null);
        for (int at = 0; at < stream.length; at += PIECE) {
            input.bytes(stream, at, Math.min(PIECE, stream.length - at), 0);
        }
        input.end(EndReason.FIN, 0);
        work.octets += stream.length;
    }
}
