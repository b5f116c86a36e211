package io.xenscope.cli;

import java.util.concurrent.CountDownLatch;

/** SIGTERM and SIGINT end a live command in order: the process stays until the command has ended. */
final class GracefulStop {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    GracefulStop() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "stop"));
    }

    private void shutDown() {
        asked.countDown();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the process is told to stop. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    void done() {
        done.countDown();
    }
}
