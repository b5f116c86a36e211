package io.xenscope.output.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines under way to one destination, in order. Those that arrived, or will never be taken, leave it; the rest is sent
 * again.
 */
public final class Batch {

    private final Map<String, Long> rejected = new TreeMap<>();
    private List<Line> waiting;
    private long delivered;
    private @Nullable Duration pause;
    private @Nullable String complaint;

    /** A batch of these lines. */
    public Batch(Collection<Line> lines) {
        this.waiting = List.copyOf(lines);
    }

    /** The lines that have not arrived yet. */
    public synchronized List<Line> waiting() {
        return waiting;
    }

    /** Whether nothing is left to be sent. */
    public synchronized boolean isDone() {
        return waiting.isEmpty();
    }

    /** The first lines have arrived. */
    public synchronized void delivered(int first) {
        delivered += first;
        waiting = List.copyOf(waiting.subList(first, waiting.size()));
    }

    /** These lines have arrived. */
    public synchronized void delivered(Collection<Line> lines) {
        delivered += lines.size();
        remove(lines);
    }

    /** These lines will never be taken. */
    public synchronized void rejected(Collection<Line> lines, String reason) {
        if (!lines.isEmpty()) {
            rejected.merge(reason, (long) lines.size(), Long::sum);
            remove(lines);
        }
    }

    // An event may be in the batch twice, so lines are told apart by identity.
    private void remove(Collection<Line> lines) {
        Set<Line> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(lines);
        List<Line> rest = new ArrayList<>(waiting);
        rest.removeIf(gone::contains);
        waiting = List.copyOf(rest);
    }

    /** The destination asks to be left alone for so long. */
    public synchronized void retryAfter(Duration time) {
        pause = time;
    }

    /** Why lines are left over or were not taken, for people. */
    public synchronized void complain(String why) {
        complaint = why;
    }

    /** Lines that have arrived since this was asked last. */
    synchronized long takeDelivered() {
        long count = delivered;
        delivered = 0;
        return count;
    }

    /** Lines that will never be taken, by reason, since this was asked last. */
    synchronized Map<String, Long> takeRejected() {
        Map<String, Long> counts = Map.copyOf(rejected);
        rejected.clear();
        return counts;
    }

    synchronized @Nullable Duration takePause() {
        Duration time = pause;
        pause = null;
        return time;
    }

    synchronized @Nullable String takeComplaint() {
        String why = complaint;
        complaint = null;
        return why;
    }
}
