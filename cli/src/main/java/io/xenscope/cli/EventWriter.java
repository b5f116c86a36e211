package io.xenscope.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines on a thread of its own, so that nobody waits for a target that blocks: a FIFO nobody reads, a full disk, a
 * stopped terminal. What waits is bounded in octets. A line that could not be written to its end is finished when
 * writing is possible again; a reader that went away loses what waits, and the next one begins with a whole line.
 */
final class EventWriter {

    /** Opens the target; may block, as a FIFO does until somebody reads. */
    @FunctionalInterface
    interface Opening {
        WritableByteChannel open() throws IOException;
    }

    private static final int PIECE = 1 << 16;
    private static final long RETRY_MILLIS = 500;

    private final Opening opening;
    private final long mostWaiting;
    private final LiveCounts counts;
    private final Thread thread = new Thread(this::run, "events");
    private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
    private long waiting;
    private int inHand;
    private boolean closing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable WritableByteChannel channel;
    private boolean failing;

    /** @param mostWaiting octets that may wait to be written */
    EventWriter(Opening opening, long mostWaiting, LiveCounts counts) {
        this.opening = opening;
        this.mostWaiting = mostWaiting;
        this.counts = counts;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes a line, its end included, if there is room for it.
     *
     * @param patient wait for room
     */
    synchronized boolean offer(byte[] line, boolean patient) throws InterruptedException {
        while (patient && !closing && !fits(line)) {
            wait();
        }
        if (closing || !fits(line)) {
            return false;
        }
        waiting += line.length;
        lines.add(line);
        notifyAll();
        return true;
    }

    private boolean fits(byte[] line) {
        return waiting == 0 || waiting + line.length <= mostWaiting;
    }

    private void run() {
        try {
            for (ByteBuffer piece = next(); piece != null; piece = next()) {
                write(piece);
            }
            if (channel != null) {
                channel.close();
            }
        } catch (InterruptedException | IOException e) {
            failed(e);
        }
    }

    /** As many lines as fit into a piece; null when there are none and will be none. */
    private synchronized @Nullable ByteBuffer next() throws InterruptedException {
        waiting -= inHand;
        inHand = 0;
        notifyAll();
        while (lines.isEmpty() && !closing) {
            wait();
        }
        byte[] first = lines.peek();
        if (first == null) {
            return null;
        }
        ByteBuffer piece = ByteBuffer.allocate(Math.max(PIECE, first.length));
        for (byte[] line = first; line != null && line.length <= piece.remaining(); line = lines.peek()) {
            piece.put(line);
            lines.remove();
        }
        inHand = piece.position();
        return piece.flip();
    }

    private void write(ByteBuffer piece) throws InterruptedException {
        while (piece.hasRemaining()) {
            try {
                WritableByteChannel open = channel == null ? opening.open() : channel;
                channel = open;
                open.write(piece);
                failing = false;
            } catch (IOException e) {
                failed(e);
                if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                    readerGone(piece);
                    return;
                }
                if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        counts.events(linesIn(piece, 0, piece.position()), linesIn(piece, piece.position(), piece.limit()));
    }

    private void readerGone(ByteBuffer piece) {
        counts.events(linesIn(piece, 0, piece.position()), linesIn(piece, piece.position(), piece.limit()));
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nobody holds the other end any more.
        }
        channel = null;
    }

    private static long linesIn(ByteBuffer piece, int from, int to) {
        long found = 0;
        for (int i = from; i < to; i++) {
            found += piece.get(i) == '\n' ? 1 : 0;
        }
        return found;
    }

    private void failed(Exception cause) {
        counts.sinkFailed(cause, !failing);
        failing = true;
    }

    /** Writes what waits and ends; what takes longer than {@code patience} is given up and counted. */
    boolean close(Duration patience) {
        synchronized (this) {
            closing = true;
            closed.countDown();
            notifyAll();
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            counts.events(0, lines.size());
            lines.clear();
        }
        return !thread.isAlive();
    }
}
