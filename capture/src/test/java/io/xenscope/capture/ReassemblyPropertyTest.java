package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.EndReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the network does to the segments, the stream comes out as it was sent. */
class ReassemblyPropertyTest {

    private record Segment(int from, int to) {}

    @Test
    void reorderedRepeatedAndResegmented() {
        for (int seed = 0; seed < 300; seed++) {
            check(new Random(seed), seed);
        }
    }

    private static void check(Random random, int seed) {
        byte[] octets = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(octets);
        String stream = new String(octets, StandardCharsets.ISO_8859_1);
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            // No single octets: next to the others they look like keep-alive probes.
            int to = Math.min(octets.length, at + 2 + random.nextInt(1460));
            segments.add(new Segment(at, to));
            at = to;
        }
        int extra = random.nextInt(segments.size() + 1);
        for (int i = 0; i < extra; i++) {
            int from = random.nextInt(octets.length);
            int to = Math.min(octets.length, from + 2 + random.nextInt(3000));
            if (to - from > 1) {
                segments.add(random.nextInt(segments.size() + 1), new Segment(from, to));
            }
        }
        int distance = random.nextInt(20);
        for (int i = 0; i < segments.size() && distance > 0; i++) {
            int other = Math.min(segments.size() - 1, i + random.nextInt(distance));
            Segment swap = segments.get(i);
            segments.set(i, segments.get(other));
            segments.set(other, swap);
        }
        Talk talk = new Talk(random.nextInt(), random.nextInt()).open();
        for (Segment each : segments) {
            talk.client(each.from, stream.substring(each.from, each.to));
        }
        talk.client(octets.length, "", Frames.ACK | Frames.FIN, 0).serverAck(octets.length + 1);
        Recorder recorder = talk.read();
        assertThat(recorder.first().octets.toByteArray()).as("seed %d", seed).isEqualTo(octets);
        assertThat(recorder.first().gaps).isEmpty();
        assertThat(recorder.first().end).isEqualTo(EndReason.FIN);
        assertThat(recorder.summary.overlapConflicts()).isZero();
    }
}
