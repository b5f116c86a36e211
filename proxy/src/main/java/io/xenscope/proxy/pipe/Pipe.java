package io.xenscope.proxy.pipe;

import io.netty.buffer.Unpooled;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Pace;
import io.xenscope.proxy.ProxyObserver;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.relay.Waiting;
import io.xenscope.proxy.tap.ConnectionId;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.proxy.tap.TapConnection;
import io.xenscope.proxy.tap.WallClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a program and the command it thinks it runs: octets pass as they come, in both directions, and the end
 * of each direction, too. Standard error is the command's own.
 */
public final class Pipe {

    private static final int PIECE = 256 << 10;

    private final TapConnection tap;
    private final ConnectionId id;
    private final ProxyObserver observer;
    private final Process process;
    private final Thread toCommand;
    private final Thread fromCommand;

    private volatile long toCommandOctets;
    private volatile long fromCommandOctets;

    private Pipe(
            Process process,
            TapConnection tap,
            ConnectionId id,
            ProxyObserver observer,
            InputStream in,
            OutputStream out) {
        this.process = process;
        this.id = id;
        this.observer = observer;
        this.tap = tap;
        this.toCommand = new Thread(() -> pass(Side.CLIENT, in, process.getOutputStream()), "to command");
        this.fromCommand = new Thread(() -> pass(Side.SERVER, process.getInputStream(), out), "from command");
        toCommand.setDaemon(true);
        fromCommand.setDaemon(true);
    }

    /**
     * Starts the command.
     *
     * @param in what the command reads; closed when the command does not read any more
     * @param out where what it writes goes; closed when it has ended
     * @throws IOException if the command cannot be started
     */
    public static Pipe start(List<String> command, InputStream in, OutputStream out, Tap tap, ProxyObserver observer)
            throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        ConnectionId id = new ConnectionId(1, "pipe", command.get(0));
        observer.opened(id);
        Pipe pipe = new Pipe(process, tap.open(id, null, null, WallClock.now()), id, observer, in, out);
        pipe.fromCommand.start();
        pipe.toCommand.start();
        return pipe;
    }

    /** Ends one stream; whoever holds the other end of it sees that. */
    private static void close(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            // The other end is gone already, which is what closing was to tell it.
        }
    }

    private void pass(Side from, InputStream in, OutputStream out) {
        byte[] piece = new byte[PIECE];
        Waiting waiting = new Waiting();
        EndReason end = EndReason.FIN;
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                show(from, piece, count, waiting);
                waiting.turn(Waiting.For.WRITE, System.nanoTime());
                out.write(piece, 0, count);
                out.flush();
                waiting.turn(Waiting.For.READ, System.nanoTime());
                passed(from, count);
            }
        } catch (IOException e) {
            end = EndReason.RESET;
        }
        ended(from, end);
        close(out);
        close(in);
    }

    // One thread writes each of them.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void passed(Side from, int count) {
        if (from == Side.CLIENT) {
            toCommandOctets += count;
        } else {
            fromCommandOctets += count;
        }
        observer.forwarded(from, count);
    }

    private void show(Side from, byte[] piece, int count, Waiting waiting) {
        Pace pace = waiting.pace(System.nanoTime());
        synchronized (tap) {
            try {
                tap.octets(from, Unpooled.copiedBuffer(piece, 0, count), pace, WallClock.now());
            } catch (OutOfMemoryError e) {
                tap.lost(from, count);
            }
            if (tap.isFull()) {
                waiting.turn(Waiting.For.ROOM, System.nanoTime());
                waitForRoom();
            }
        }
    }

    private void waitForRoom() {
        while (tap.isFull()) {
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void ended(Side from, EndReason reason) {
        synchronized (tap) {
            tap.ended(from, reason, WallClock.now());
        }
    }

    /** Passes a request to terminate on to the command. */
    public void terminate() {
        // The method of the process itself would also close the streams, and lose the last words of the command.
        process.toHandle().destroy();
    }

    /**
     * Waits for the command and for the last octet it wrote.
     *
     * @return its exit code; 128 and the signal's number when a signal ended it
     */
    public int await() throws InterruptedException {
        int code = process.waitFor();
        fromCommand.join();
        ended(Side.CLIENT, EndReason.FIN);
        observer.closed(id, toCommandOctets, fromCommandOctets, false);
        return code;
    }
}
