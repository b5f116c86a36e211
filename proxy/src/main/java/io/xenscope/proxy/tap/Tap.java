package io.xenscope.proxy.tap;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes octets from the threads that forward and shows them to dissectors on a thread of its own. What waits is bounded
 * in octets; the queue itself is not, since everything in it is charged to that bound.
 */
public final class Tap implements AutoCloseable {

    private static final long POLL_MILLIS = 100;

    private final LiveInputs inputs;
    private final LagPolicy policy;
    private final TapObserver observer;
    private final TapBudget budget;
    private final LinkedBlockingQueue<TapItem> queue = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Runnable> waitingForRoom = new ConcurrentLinkedQueue<>();
    private final Set<TapConnection> connections = new LinkedHashSet<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "tap");
    private volatile boolean closing;

    /** @param mostWaiting octets that may wait for dissection */
    public Tap(LiveInputs inputs, LagPolicy policy, long mostWaiting, TapObserver observer) {
        this.inputs = inputs;
        this.policy = policy;
        this.observer = observer;
        this.budget = new TapBudget(mostWaiting);
        thread.setDaemon(true);
    }

    /** Begins to show octets. */
    public void start() {
        thread.start();
    }

    /** A connection has begun. Its calls come from one thread. */
    public TapConnection open(ConnectionId id, @Nullable Endpoint client, @Nullable Endpoint server, long time) {
        TapConnection connection = new TapConnection(id, this, policy);
        queue.add(new TapItem.Opened(connection, client, server, time));
        return connection;
    }

    /** Lets every migration under way tell how far it has come; nothing happens while it has not told the last time. */
    public void tick(long time) {
        if (ticking.compareAndSet(false, true)) {
            queue.add(new TapItem.Tick(time));
        }
    }

    /** Octets that wait for dissection. */
    public long lag() {
        return budget.waiting();
    }

    /** False while dissection lags so far that page contents should not be looked at. */
    public boolean isUnstrained() {
        return !budget.isStrained();
    }

    TapBudget budget() {
        return budget;
    }

    void add(TapItem item) {
        queue.add(item);
    }

    /** Runs {@code action} on the tap's thread once there is room again. */
    void whenRoom(Runnable action) {
        waitingForRoom.add(action);
    }

    /** Asks the inputs; a fault of one of them is contained. */
    List<ConnectionInput> inputsFor(TapItem.Opened opened) {
        return new ArrayList<>(inputs.open(opened.client(), opened.server(), opened.time()));
    }

    /** Tells of a fault; there may be no memory even for that. */
    void failed(@Nullable ConnectionId connection, Throwable cause) {
        try {
            observer.failed(connection, cause);
        } catch (RuntimeException | Error e) {
            // The tap goes on, whoever cannot hear of its troubles.
        }
    }

    void shed(long octets) {
        try {
            observer.shed(octets);
        } catch (RuntimeException | Error e) {
            // As above; the gap in the stream will tell.
        }
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                TapItem item = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (item != null) {
                    play(item);
                    wakeWaiting();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                failed(null, e);
            }
        }
    }

    private void play(TapItem item) {
        if (item instanceof TapItem.OfConnection one) {
            if (one instanceof TapItem.Opened) {
                connections.add(one.connection());
            }
            one.connection().play(one);
            if (one.connection().isOver()) {
                connections.remove(one.connection());
            }
        } else if (item instanceof TapItem.Tick tick) {
            ticking.set(false);
            connections.forEach(connection -> connection.progress(tick.time()));
            connections.removeIf(TapConnection::isOver);
        }
    }

    private void wakeWaiting() {
        if (!waitingForRoom.isEmpty() && budget.isRelaxed()) {
            for (Runnable action = waitingForRoom.poll(); action != null; action = waitingForRoom.poll()) {
                action.run();
            }
        }
    }

    /** Shows what waits and ends; what takes longer than {@code patience} is given up. */
    public boolean close(Duration patience) {
        closing = true;
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
