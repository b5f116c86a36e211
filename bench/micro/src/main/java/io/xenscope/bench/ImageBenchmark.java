package io.xenscope.bench;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Walks the records of a live image: with {@code nothing} looked into it is the record walk and the PFN lists alone, {@code zero} adds
 * the zero test, {@code hash} a fingerprint of every page and the table of those sent before.
 */
@State(Scope.Benchmark)
public class ImageBenchmark {

    private static final int PIECE = 1 << 17;

    @Param({"nothing", "zero", "hash"})
    public String pages = "";

    /** Whether the octets come in arrays, as from pipes, or in the memory of the system, as from files. */
    @Param({"array", "memory"})
    public String source = "";

    private byte[] image = new byte[0];
    private ByteBuffer memory = ByteBuffer.allocate(0);
    private DissectOptions options = DissectOptions.DEFAULT;

    @Setup
    public void load() {
        image = Inputs.octets("image");
        memory = ByteBuffer.allocateDirect(image.length).put(image).clear();
        options = new DissectOptions(!pages.equals("nothing"), pages.equals("hash"), Limits.DEFAULT, null);
    }

    @Benchmark
    public void decode(Work work) {
        FileInput input = new Dissector(options, event -> work.events++).file(null, "bench", null);
        for (int at = 0; at < image.length; at += PIECE) {
            int count = Math.min(PIECE, image.length - at);
            if (source.equals("array")) {
                input.bytes(image, at, count, 0);
            } else {
                input.bytes(memory, at, count, 0);
            }
        }
        input.end(EndReason.FIN, 0);
        work.octets += image.length;
    }
}
