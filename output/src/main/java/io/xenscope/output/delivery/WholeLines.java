package io.xenscope.output.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Writes lines to what keeps its place: a line that was cut short is finished by the next attempt. */
final class WholeLines {

    /** Octets of the first line that were written by an attempt that failed. */
    private int begun;

    /** Writes the first {@code count} lines of the batch and takes out those that were written to their end. */
    void write(Batch batch, int count, WritableByteChannel to) throws IOException {
        List<Line> lines = batch.waiting().subList(0, count);
        int size = 0;
        for (Line line : lines) {
            size += line.octets().length;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (Line line : lines) {
            all.put(line.octets());
        }
        all.flip().position(begun);
        try {
            while (all.hasRemaining()) {
                to.write(all);
            }
        } finally {
            int rest = all.position();
            int whole = 0;
            while (whole < count && rest >= lines.get(whole).octets().length) {
                rest -= lines.get(whole).octets().length;
                whole++;
            }
            begun = rest;
            batch.delivered(whole);
        }
    }

    /** What is written to next is something else: it begins with a whole line. */
    void startAnew() {
        begun = 0;
    }
}
