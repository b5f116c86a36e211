package io.xenscope.output.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings lines to one destination on a thread of its own. What fails is tried again, after longer and longer pauses, until
 * it arrives, the destination says that it never will take it, or the delivery ends.
 */
public final class Delivery {

    /**
     * How lines wait.
     *
     * @param memory octets of lines that may wait in memory
     * @param folder where lines wait when memory fills up; null for nowhere
     * @param disk octets of lines that may wait there
     * @param patient wait for room instead of giving lines up
     * @param giveUp after so long without any success nothing is tried any more; null for never
     * @param retry the first pause between attempts
     * @param longestRetry the longest one
     */
    public record Waiting(
            long memory,
            @Nullable Path folder,
            long disk,
            boolean patient,
            @Nullable Duration giveUp,
            Duration retry,
            Duration longestRetry) {

        /** In memory only, giving up what there is no room for. */
        public static Waiting inMemory(long octets) {
            return new Waiting(octets, null, 0, false, null, FIRST_RETRY, LONGEST_RETRY);
        }

        /** The same, waiting for room; without any success for so long, nothing is tried any more. */
        public Waiting patient(@Nullable Duration giveUpAfter) {
            return new Waiting(memory, folder, disk, true, giveUpAfter, retry, longestRetry);
        }

        /** The same, with room on disk. */
        public Waiting on(Path where, long octets) {
            return new Waiting(memory, where, octets, patient, giveUp, retry, longestRetry);
        }

        /** The same with other pauses between attempts. */
        public Waiting retrying(Duration first, Duration longest) {
            return new Waiting(memory, folder, disk, patient, giveUp, first, longest);
        }
    }

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final long INTERRUPTED_MILLIS = 1000;

    private final String name;
    private final Destination destination;
    private final DeliveryObserver observer;
    private final @Nullable Duration giveUp;
    private final Spool spool;
    private final Backoff backoff;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Batch batch = new Batch(List.of());
    private volatile boolean failing;
    private volatile boolean hopeless;
    private volatile boolean refusalTold;
    private volatile @Nullable String failure;
    private long workedAt = System.nanoTime();

    /**
     * @param name of the destination, for people; holds no secrets
     * @throws IOException if lines cannot wait where they are to
     */
    public Delivery(String name, Destination destination, Waiting waiting, DeliveryObserver observer)
            throws IOException {
        this.name = name;
        this.destination = destination;
        this.observer = observer;
        this.giveUp = waiting.giveUp();
        this.backoff = new Backoff(waiting.retry(), waiting.longestRetry());
        Path folder = waiting.folder();
        this.spool = folder == null
                ? new Spool(waiting.memory(), waiting.patient(), this::dropped)
                : new Spool(waiting.memory(), waiting.patient(), this::dropped, this::disk, folder, waiting.disk());
        this.thread = new Thread(this::run, "delivery");
        thread.setDaemon(true);
    }

    private void dropped(String reason, long lines) {
        observer.dropped(name, reason, lines);
    }

    private void disk(@Nullable String why) {
        if (why == null) {
            observer.spoolRecovered(name);
        } else {
            observer.spoolFailed(name, why);
        }
    }

    /** Begins to send. */
    public void start() {
        spool.start();
        thread.start();
    }

    /** The destination's name. */
    public String name() {
        return name;
    }

    /** Takes a line; false if there was no room for it, which has been counted. */
    public boolean offer(Line line) throws InterruptedException {
        return spool.offer(line);
    }

    /** Octets that wait in memory and on disk. */
    public long waiting() {
        return spool.octetsInMemory() + spool.octetsOnDisk();
    }

    /** Why nothing is tried any more; null as long as something is. */
    public @Nullable String failure() {
        return failure;
    }

    private void run() {
        try {
            for (List<Line> lines = next(); lines != null; lines = next()) {
                Batch next = new Batch(lines);
                batch = next;
                if (!deliver(next)) {
                    return;
                }
                done();
            }
        } catch (InterruptedException e) {
            // Told to give up; whoever told it looks after the rest.
        } catch (RuntimeException | Error e) {
            giveUp("internal fault: " + e);
        } finally {
            closeDestination();
        }
    }

    /** The lines that are next; null when there will be none. A disk that cannot be read is tried again. */
    private @Nullable List<Line> next() throws InterruptedException {
        while (true) {
            try {
                return spool.take(destination.batchOctets());
            } catch (IOException e) {
                String why = "lines that wait on disk cannot be read: " + e;
                failed(why);
                if (closing.getCount() == 0 || isEnough()) {
                    giveUp(why);
                    return null;
                }
                pause(backoff.next());
            }
        }
    }

    private void done() {
        try {
            spool.taken();
        } catch (IOException e) {
            // They come once more with the next run.
            failed("lines that have arrived cannot be deleted: " + e);
        }
    }

    private void closeDestination() {
        try {
            destination.close();
        } catch (IOException e) {
            failed("cannot be closed in order: " + e.getMessage());
        }
    }

    /** Sends until nothing is left of the batch; false when that is given up. */
    private boolean deliver(Batch lines) throws InterruptedException {
        while (true) {
            String why;
            try {
                destination.send(lines);
                why = lines.takeComplaint();
            } catch (IOException e) {
                why = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            boolean moved = account(lines, why);
            if (lines.isDone()) {
                worked();
                return true;
            }
            failed(why == null ? "not all lines were taken" : why);
            if (moved) {
                backoff.worked();
                workedAt = System.nanoTime();
            }
            hopeless = !moved && closing.getCount() == 0;
            if (isEnough()) {
                giveUp(why == null ? "not all lines were taken" : why);
                return false;
            }
            Duration asked = lines.takePause();
            pause(asked == null ? backoff.next() : asked);
        }
    }

    private boolean account(Batch lines, @Nullable String why) {
        long delivered = lines.takeDelivered();
        if (delivered > 0) {
            observer.delivered(name, delivered);
        }
        Map<String, Long> rejected = lines.takeRejected();
        rejected.forEach(this::dropped);
        if (!rejected.isEmpty() && why != null && !refusalTold) {
            refusalTold = true;
            observer.failed(name, "some are refused: " + why, true);
        }
        return delivered > 0 || !rejected.isEmpty();
    }

    private void worked() {
        backoff.worked();
        workedAt = System.nanoTime();
        if (failing) {
            failing = false;
            observer.recovered(name);
        }
    }

    private void failed(String why) {
        observer.failed(name, why, !failing);
        failing = true;
    }

    private boolean isEnough() {
        return giveUp != null && System.nanoTime() - workedAt > giveUp.toNanos();
    }

    private void giveUp(String why) {
        failure = why;
        spool.fail();
    }

    private void pause(Duration time) throws InterruptedException {
        if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            // Short pauses now: somebody waits for the end.
            Thread.sleep(Math.min(time.toMillis(), 200));
        }
    }

    /**
     * Sends what waits and ends. What takes longer than {@code patience} is left on disk for the next run, or given up and
     * counted; with a disk, a destination that does not work just now is not waited for.
     *
     * @return whether everything was sent, or is kept
     */
    public boolean close(Duration patience) {
        spool.close();
        closing.countDown();
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (thread.isAlive() && System.nanoTime() - end < 0 && !(hopeless && spool.isLasting())) {
                thread.join(20);
            }
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(INTERRUPTED_MILLIS);
            }
            account(batch, null);
            List<Line> unfinished = batch.waiting();
            boolean all = unfinished.isEmpty() && spool.octetsInMemory() == 0;
            return spool.leave(unfinished) || all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            observer.failed(name, "waiting lines cannot be kept: " + e, true);
            return false;
        }
    }
}
