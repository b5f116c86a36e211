package io.xenscope.output.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines that wait for one destination, oldest first: in memory, and when that fills up, the oldest on disk. Putting a line
 * in touches no disk and waits for nobody, unless it is to be patient. When there is no room, what ranks lower makes it.
 */
final class Spool {

    private static final long MOVED_AT_ONCE = 1 << 20;
    private static final long DISK_PAUSE_MILLIS = 2000;

    private record Numbered(long number, Line line) {}

    private final long mostInMemory;
    private final boolean patient;
    private final ObjLongConsumer<String> dropped;
    private final Consumer<@Nullable String> trouble;
    private final @Nullable DiskSpool disk;
    private final @Nullable Thread mover;
    private final Map<Rank, ArrayDeque<Numbered>> memory = new EnumMap<>(Rank.class);
    private long inMemory;
    private long number;
    private List<Line> inHand = List.of();
    private long inHandCost;
    private boolean fromDisk;
    private boolean moving;
    private boolean diskFails;
    private boolean closing;
    private boolean failed;

    /**
     * @param mostInMemory octets of lines that may wait in memory
     * @param patient wait for room instead of giving lines up
     * @param dropped told how many lines were given up, and why
     */
    Spool(long mostInMemory, boolean patient, ObjLongConsumer<String> dropped) {
        this(mostInMemory, patient, dropped, why -> {}, null);
    }

    /**
     * The same, with room on disk.
     *
     * @param trouble told why the disk does not take lines when that begins, and null when it takes them again
     */
    Spool(
            long mostInMemory,
            boolean patient,
            ObjLongConsumer<String> dropped,
            Consumer<@Nullable String> trouble,
            Path folder,
            long mostOnDisk)
            throws IOException {
        this(mostInMemory, patient, dropped, trouble, DiskSpool.open(folder, mostOnDisk));
    }

    private Spool(
            long mostInMemory,
            boolean patient,
            ObjLongConsumer<String> dropped,
            Consumer<@Nullable String> trouble,
            @Nullable DiskSpool disk) {
        this.mostInMemory = mostInMemory;
        this.patient = patient;
        this.dropped = dropped;
        this.trouble = trouble;
        this.disk = disk;
        for (Rank rank : Rank.values()) {
            memory.put(rank, new ArrayDeque<>());
        }
        this.mover = disk == null ? null : new Thread(() -> move(disk), "spool");
        if (mover != null) {
            mover.setDaemon(true);
        }
    }

    void start() {
        if (mover != null) {
            mover.start();
        }
    }

    /** Takes a line if there is room for it; if there is none, it is counted as given up. */
    boolean offer(Line line) throws InterruptedException {
        long evicted = 0;
        boolean taken;
        String reason;
        synchronized (this) {
            while (patient && !closing && !failed && !fits(line)) {
                wait();
            }
            while (!patient && !fits(line) && evictBelow(line.rank())) {
                evicted++;
            }
            taken = !closing && !failed && fits(line);
            if (taken) {
                queue(line.rank()).add(new Numbered(number, line));
                number++;
                inMemory += line.cost();
                notifyAll();
            }
            reason = diskFails ? "spool_failed" : "spool_full";
        }
        long lost = evicted + (taken ? 0 : 1);
        if (lost > 0) {
            dropped.accept(reason, lost);
        }
        return taken;
    }

    private boolean fits(Line line) {
        return inMemory == 0 || inMemory + line.cost() <= mostInMemory;
    }

    @SuppressWarnings("NullAway") // Every rank has its queue.
    private ArrayDeque<Numbered> queue(Rank rank) {
        return memory.get(rank);
    }

    private boolean evictBelow(Rank rank) {
        for (Rank lower : Rank.values()) {
            if (lower == rank) {
                return false;
            }
            Numbered victim = queue(lower).pollLast();
            if (victim != null) {
                inMemory -= victim.line().cost();
                return true;
            }
        }
        return false;
    }

    /**
     * The oldest lines; they count until {@link #taken} is called. Null when there are none and will be none.
     *
     * @param atMost octets, unless a single line is longer
     */
    @Nullable
    List<Line> take(int atMost) throws InterruptedException, IOException {
        while (true) {
            synchronized (this) {
                while (!failed && (moving || (oldest() == null && isDiskEmpty() && !closing))) {
                    wait();
                }
                if (failed) {
                    return null;
                }
                fromDisk = !isDiskEmpty();
                if (!fromDisk) {
                    inHand = poll(atMost);
                    inHandCost = cost(inHand);
                    return inHand.isEmpty() ? null : inHand;
                }
            }
            // Only this thread takes from the disk, so it is not empty now either.
            List<Line> lines = disk == null ? List.of() : disk.take(atMost);
            long gone = disk == null ? 0 : disk.takeGone();
            if (gone > 0) {
                dropped.accept("spool_failed", gone);
            }
            if (!lines.isEmpty()) {
                return lines;
            }
        }
    }

    private boolean isDiskEmpty() {
        return disk == null || disk.isEmpty();
    }

    /** The queue with the oldest line in memory. */
    private @Nullable ArrayDeque<Numbered> oldest() {
        ArrayDeque<Numbered> found = null;
        long first = Long.MAX_VALUE;
        for (ArrayDeque<Numbered> queue : memory.values()) {
            Numbered head = queue.peek();
            if (head != null && head.number() < first) {
                first = head.number();
                found = queue;
            }
        }
        return found;
    }

    private List<Line> poll(int atMost) {
        List<Line> lines = new ArrayList<>();
        long size = 0;
        for (ArrayDeque<Numbered> queue = oldest(); queue != null; queue = oldest()) {
            Line line = queue.getFirst().line();
            if (!lines.isEmpty() && size + line.octets().length > atMost) {
                break;
            }
            queue.removeFirst();
            lines.add(line);
            size += line.octets().length;
        }
        return lines;
    }

    private static long cost(List<Line> lines) {
        long sum = 0;
        for (Line line : lines) {
            sum += line.cost();
        }
        return sum;
    }

    /** The lines of the last {@link #take} are not needed any more. */
    void taken() throws IOException {
        if (fromDisk && disk != null) {
            disk.taken();
        }
        synchronized (this) {
            inMemory -= inHandCost;
            inHandCost = 0;
            inHand = List.of();
            notifyAll();
        }
    }

    private void move(DiskSpool to) {
        try {
            while (moveSome(to)) {
                // As long as there is something to be moved, or may be.
            }
        } catch (InterruptedException e) {
            // Closed: whoever closes looks after the rest.
        }
    }

    private boolean moveSome(DiskSpool to) throws InterruptedException {
        List<Line> lines;
        long lost;
        synchronized (this) {
            while (!closing && !isCrowded(to)) {
                wait();
            }
            if (closing) {
                return false;
            }
            List<Line> candidates = new ArrayList<>();
            lost = pollForDisk(to, candidates);
            lines = candidates;
            moving = true;
        }
        if (lost > 0) {
            dropped.accept("spool_full", lost);
        }
        int done = 0;
        String why = null;
        try {
            done = lines.isEmpty() ? 0 : to.append(lines);
        } catch (IOException e) {
            why = e.toString();
        }
        boolean all = done == lines.size();
        boolean begins;
        boolean ends;
        synchronized (this) {
            inMemory -= cost(lines.subList(0, done));
            putBack(lines.subList(done, lines.size()));
            moving = false;
            begins = why != null && !diskFails;
            ends = diskFails && all && done > 0;
            diskFails = begins || diskFails && !ends;
            notifyAll();
        }
        if (begins || ends) {
            trouble.accept(why);
        }
        if (!all) {
            Thread.sleep(DISK_PAUSE_MILLIS);
        }
        return true;
    }

    /** Whether memory is half full of lines, and there is room for the oldest on disk, or it may be given up. */
    private boolean isCrowded(DiskSpool to) {
        ArrayDeque<Numbered> queue = oldest();
        if (queue == null || inMemory - inHandCost <= mostInMemory / 2) {
            return false;
        }
        Line first = queue.getFirst().line();
        return to.hasRoom(first) || (!patient && first.rank() == Rank.DETAIL);
    }

    private long pollForDisk(DiskSpool to, List<Line> lines) {
        long lost = 0;
        long size = 0;
        // What is on its way to the disk cannot make room in memory: never most of it.
        long atOnce = Math.min(MOVED_AT_ONCE, mostInMemory / 4);
        for (ArrayDeque<Numbered> queue = oldest(); queue != null && size < atOnce; queue = oldest()) {
            Line line = queue.getFirst().line();
            size += line.cost();
            if (to.hasRoom(line)) {
                lines.add(line);
            } else if (!patient && line.rank() == Rank.DETAIL) {
                lost++;
                inMemory -= line.cost();
            } else {
                break;
            }
            queue.removeFirst();
        }
        return lost;
    }

    private void putBack(List<Line> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            // Below all numbers given so far: the oldest again.
            queue(line.rank()).addFirst(new Numbered(lowest() - 1, line));
        }
    }

    private long lowest() {
        ArrayDeque<Numbered> queue = oldest();
        return queue == null ? number : queue.getFirst().number();
    }

    /** Nothing more is taken in; what waits can still be taken out. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }

    /** Nobody will take lines any more. */
    synchronized void fail() {
        failed = true;
        notifyAll();
    }

    /** Whether lines that wait outlive the process. */
    boolean isLasting() {
        return disk != null;
    }

    synchronized long octetsInMemory() {
        return inMemory;
    }

    long octetsOnDisk() {
        return disk == null ? 0 : disk.octets();
    }

    /**
     * Leaves what waits on disk for the next run, or gives it up; to be called once, after {@link #close}.
     *
     * @param unfinished what is left of the lines taken last
     * @return whether everything is kept; what is not has been counted
     */
    boolean leave(List<Line> unfinished) throws IOException, InterruptedException {
        if (mover != null) {
            mover.join(DISK_PAUSE_MILLIS);
        }
        List<Line> rest;
        boolean again;
        synchronized (this) {
            failed = true;
            rest = poll(Integer.MAX_VALUE);
            again = fromDisk;
            notifyAll();
        }
        // What came from the disk is still there.
        List<Line> first = again ? List.of() : unfinished;
        DiskSpool left = disk;
        int kept = 0;
        try (left) {
            if (left != null && !first.isEmpty()) {
                kept += left.prepend(first);
            }
            if (left != null && !rest.isEmpty()) {
                kept += left.append(rest);
            }
        } finally {
            long lost = (long) first.size() + rest.size() - kept;
            if (lost > 0) {
                dropped.accept("undelivered", lost);
            }
        }
        return left != null && kept == first.size() + rest.size();
    }
}
