package io.xenscope.output.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes into a queue comes out in the same order, through memory and through the file. */
class OctetQueueTest {

    private static byte[] octets(long position, int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) ((position + i) * 31 + (position + i >> 8));
        }
        return octets;
    }

    @Test
    void octetsComeOutInOrder() throws IOException {
        Random random = new Random(1);
        long in = 0;
        long out = 0;
        try (OctetQueue queue = new OctetQueue()) {
            for (int turn = 0; turn < 500; turn++) {
                // Fills over the first half of the turns and runs empty over the second.
                int put = random.nextInt(turn < 250 ? 1 << 17 : 5000);
                queue.put(octets(in, put), 0, put);
                in += put;
                int most = turn == 499 ? Integer.MAX_VALUE : random.nextInt(turn < 250 ? 5000 : 1 << 17);
                byte[] taken = new byte[(int) Math.min(in - out, most)];
                queue.take(taken, 0, taken.length);
                assertThat(Arrays.equals(taken, octets(out, taken.length)))
                        .as("octets from %d", out)
                        .isTrue();
                out += taken.length;
                assertThat(queue.isEmpty()).isEqualTo(in == out);
            }
            assertThat(out).isEqualTo(in).isGreaterThan(10_000_000);
        }
    }

    @Test
    void aClearedQueueBeginsAnew() throws IOException {
        try (OctetQueue queue = new OctetQueue()) {
            for (long value = 0; value < 50_000; value++) {
                queue.put(value);
            }
            assertThat(queue.takeLong()).isZero();
            queue.clear();
            assertThat(queue.isEmpty()).isTrue();
            queue.put(-7);
            assertThat(queue.takeLong()).isEqualTo(-7);
        }
    }
}
