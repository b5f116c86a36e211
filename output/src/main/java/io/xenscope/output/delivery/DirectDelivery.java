package io.xenscope.output.delivery;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/** Sends lines in the thread that has them, as they come; what fails, fails there. */
public final class DirectDelivery implements Closeable, Flushable {

    private final Destination destination;
    private List<Line> lines = new ArrayList<>();
    private int octets;

    /** Sends to this destination, which is closed with it. */
    public DirectDelivery(Destination destination) {
        this.destination = destination;
    }

    /** Takes a line, and sends when there are enough. */
    public synchronized void accept(Line line) throws IOException {
        lines.add(line);
        octets += line.octets().length;
        if (octets >= destination.batchOctets()) {
            flush();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        Batch batch = new Batch(lines);
        lines = new ArrayList<>();
        octets = 0;
        try {
            destination.send(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to end");
        }
        if (!batch.isDone()) {
            throw new IOException("not all lines were taken");
        }
    }

    @Override
    public void close() throws IOException {
        try (destination) {
            flush();
        }
    }
}
