package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.output.delivery.Delivery;
import io.xenscope.output.delivery.Destination;
import io.xenscope.output.delivery.DestinationOptions;
import io.xenscope.output.delivery.DirectDelivery;
import io.xenscope.output.delivery.EventRate;
import io.xenscope.output.delivery.FileDestination;
import io.xenscope.output.delivery.Line;
import io.xenscope.output.delivery.OutputDestination;
import io.xenscope.output.delivery.Target;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way out, to all targets: made into lines at once, for all targets that take the same ones together, and
 * given to a {@link Delivery} each, or written right away where that is what the command is for.
 */
final class EventOutput implements EventSink, Flushable, Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_FOR_ALL = Duration.ofMinutes(2);

    /** Why events were given up that exceeded what may go out in a second. */
    private static final String RATE = "rate_limit";

    /** Targets that take the same lines. */
    private record Group(EventLines lines, List<Delivery> deliveries, List<DirectDelivery> direct) {}

    private final Manner manner;
    private final Map<Integer, Group> groups = new TreeMap<>();
    private final List<FileDestination> files = new ArrayList<>();
    private final LiveCounts counts;
    private final EventRate rate;
    private boolean closed;

    /**
     * @param eventsPerSecond events that may go out in a second
     * @throws IllegalArgumentException if an option's value cannot be used
     * @throws IOException if it is known beforehand that a target cannot be written to
     */
    EventOutput(EventOptions options, Manner manner, long eventsPerSecond, LiveCounts counts) throws IOException {
        this.manner = manner;
        this.counts = counts;
        this.rate = new EventRate(eventsPerSecond);
        DestinationOptions common = options.destinations(manner);
        for (Target target : options.targets()) {
            Destination destination = target.isStandardOutput()
                    ? new OutputDestination(new FileOutputStream(FileDescriptor.out).getChannel(), false)
                    : target.open(common);
            if (destination.wantsJson() && options.isText()) {
                throw new IllegalArgumentException(target + " takes JSON only, not --format text");
            }
            if (destination instanceof FileDestination file) {
                files.add(file);
            }
            int longest = Math.min(options.maxEventBytes(), destination.longestLine());
            Group group = groups.computeIfAbsent(
                    longest, limit -> new Group(options.lines(manner, limit), new ArrayList<>(), new ArrayList<>()));
            if (manner.isDirect(target.isStandardOutput(), target.isFile())) {
                group.direct().add(new DirectDelivery(destination));
            } else {
                Delivery delivery =
                        new Delivery(target.toString(), destination, options.waiting(target, manner), counts);
                group.deliveries().add(delivery);
                counts.sink(delivery.name(), delivery::waiting);
            }
        }
    }

    /** Begins to deliver. */
    EventOutput start() {
        for (Group group : groups.values()) {
            group.deliveries().forEach(Delivery::start);
        }
        return this;
    }

    @Override
    public void accept(Event event) {
        offer(event);
    }

    /** False when no target has room for the event; each that has none counts it. Calls come from several threads. */
    synchronized boolean offer(Event event) {
        // The same filter holds for all.
        if (!groups.values().iterator().next().lines().want(event)) {
            return true;
        }
        if (!rate.admits(event)) {
            counts.dropped(RATE, 1);
            return true;
        }
        boolean taken = false;
        for (Group group : groups.values()) {
            taken |= offer(new Line(group.lines().of(event), Line.Facts.of(event)), group);
        }
        return taken;
    }

    private static boolean offer(Line line, Group group) {
        boolean taken = false;
        try {
            for (DirectDelivery direct : group.direct()) {
                direct.accept(line);
                taken = true;
            }
            for (Delivery delivery : group.deliveries()) {
                taken |= delivery.offer(line);
                String failure = delivery.failure();
                if (failure != null) {
                    throw new IOException("to " + delivery.name() + ": " + failure);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    private void tellDrops() {
        new DropEvents(this::offer).tell(counts.eventsDropped(), counts.eventsLost(), 0);
    }

    /** On SIGHUP ends files from now on, if there are any, and opens them again by their names for what follows. */
    void reopenFilesOnHangup() {
        if (!files.isEmpty()) {
            Hangup.does(this::reopenFiles);
        }
    }

    private void reopenFiles() {
        for (FileDestination file : files) {
            try {
                file.reopen();
            } catch (IOException e) {
                counts.failed("file", String.valueOf(e.getMessage()), true);
            }
        }
    }

    /** Writes out what is written right away; deliveries hurry anyway. */
    @Override
    public void flush() throws IOException {
        for (Group group : groups.values()) {
            for (DirectDelivery direct : group.direct()) {
                direct.flush();
            }
        }
    }

    /** Delivers what waits; false if something was given up or left over, which takes longer than {@code patience}. */
    boolean close(Duration patience) {
        if (closed) {
            return true;
        }
        closed = true;
        boolean all = true;
        long end = System.nanoTime() + patience.toNanos();
        for (Group group : groups.values()) {
            for (Delivery delivery : group.deliveries()) {
                all &= delivery.close(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        }
        return all;
    }

    /** Delivers everything; where nothing may be given up, fails if something could not be delivered. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        if (manner == Manner.DECODING) {
            // Nobody watches what is lost while files are decoded.
            tellDrops();
        }
        for (Group group : groups.values()) {
            for (DirectDelivery direct : group.direct()) {
                failure = closed(direct, failure);
            }
        }
        boolean all = close(manner.isPatient() ? PATIENCE_FOR_ALL : PATIENCE);
        if (failure != null) {
            throw failure;
        }
        long undelivered = counts.eventsLost() - counts.get("drop_events_" + RATE);
        if (manner.isPatient() && (!all || undelivered > 0)) {
            throw new IOException(undelivered + " events could not be delivered");
        }
    }

    private static @Nullable IOException closed(DirectDelivery direct, @Nullable IOException before) {
        try {
            direct.close();
            return before;
        } catch (IOException e) {
            return before == null ? e : before;
        }
    }
}
