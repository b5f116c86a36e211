package io.xenscope.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends decoding in order when the process is told to stop: what is known by then is reported, and the events are
 * flushed.
 */
final class Stop {

    private static final long GRACE_SECONDS = 2;

    /** What is flushed when decoding waits for input and cannot end by itself. */
    @FunctionalInterface
    interface Flushing {
        void flush() throws IOException;
    }

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Flushing flushing = () -> {};
    private volatile boolean asked;
    private volatile @Nullable ExitStatus status;

    private Stop() {}

    /** Listens to SIGINT and SIGTERM. */
    static Stop onSignal() {
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::asked, "stop"));
        return stop;
    }

    void flushing(Flushing action) {
        flushing = action;
    }

    boolean isAsked() {
        return asked;
    }

    /** Decoding is over. */
    void done() {
        finished.countDown();
    }

    /** The same, where being told to stop is the usual end: the process ends with {@code how}, not by the signal. */
    void done(ExitStatus how) {
        status = how;
        done();
    }

    private void asked() {
        asked = true;
        try {
            if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                flushing.flush();
            }
            ExitStatus how = status;
            if (how != null) {
                Runtime.getRuntime().halt(how.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("xenscope: cannot write events: " + e.getMessage());
        }
    }
}
