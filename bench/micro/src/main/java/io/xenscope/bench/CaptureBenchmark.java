package io.xenscope.bench;

import io.xenscope.capture.CaptureLimits;
import io.xenscope.capture.CaptureReader;
import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.input.Dissector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reassembles the TCP connection of a pcap capture, and dissects what it carried. */
@State(Scope.Benchmark)
public class CaptureBenchmark {

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    /** In {@code swapped} captures every other data packet comes before the one in front of it. */
    @Param({"ordered", "swapped"})
    public String packets = "";

    private byte[] capture = new byte[0];

    @Setup
    public void load() {
        capture = Inputs.octets("capture");
        if (packets.equals("swapped")) {
            swap();
        }
    }

    /** Exchanges neighbours of the same size, so that every record stays where it is. */
    private void swap() {
        ByteBuffer all = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = FILE_HEADER;
        while (at + RECORD_HEADER < capture.length) {
            int size = RECORD_HEADER + all.getInt(at + 8);
            int next = at + size;
            boolean same = next + size <= capture.length && all.getInt(next + 8) == size - RECORD_HEADER;
            if (same && size > 1000) {
                byte[] first = new byte[size];
                all.get(at, first);
                all.put(at, capture, next, size);
                all.put(next, first);
                next += size;
            }
            at = next;
        }
    }

    @Benchmark
    public void decode(Work work) throws IOException {
        Dissector dissector = new Dissector(DissectOptions.DEFAULT, event -> work.events++);
        try (OctetInput input = OctetInput.of(new ByteArrayInputStream(capture), "bench")) {
            new CaptureReader(
                            input,
                            found -> dissector.connection(
                                    null, found.first(), found.second(), found.firstTime(), found.synSeen(), null),
                            CaptureLimits.DEFAULT,
                            notice -> {})
                    .run();
        }
        work.octets += capture.length;
    }
}
