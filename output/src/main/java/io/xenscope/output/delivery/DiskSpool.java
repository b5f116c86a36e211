package io.xenscope.output.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that wait on disk, oldest first, in files that are deleted once all of their lines have arrived. What a former run
 * left is found again. One thread writes, one reads.
 */
final class DiskSpool implements Closeable {

    private static final String SUFFIX = ".lines";

    /** Room below for lines put back before all others. */
    private static final long FIRST_NUMBER = 1L << 40;

    private static final int MOST_FOLDERS = 100;
    private static final int MOST_IN_FILE = 4 << 20;

    private final Path folder;
    private final long most;
    private final FileChannel lockFile;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    // Read without the lock by those who must not wait for the disk.
    private final AtomicLong octets = new AtomicLong();
    private volatile boolean empty;
    private long next = FIRST_NUMBER;
    private @Nullable FileChannel writing;
    private @Nullable FileChannel reading;
    private long position;
    private long positionTaken;
    private long linesTaken;
    private long gone;

    /** A file; its size counts whole lines only, and its lines those of this run that are still in it. */
    private static final class Segment {
        private final long number;
        private final Path file;
        private long size;
        private long lines;

        Segment(long number, Path file, long size) {
            this.number = number;
            this.file = file;
            this.size = size;
        }
    }

    /**
     * @param most octets of lines it may hold
     * @throws OverlappingFileLockException if the folder is in use, by this process or another
     */
    private DiskSpool(Path folder, long most) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
        this.lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock();
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().matches("\\d{15}" + SUFFIX))
                    .sorted()
                    .forEach(found::add);
        }
        for (Path file : found) {
            String name = file.getFileName().toString();
            Segment segment = new Segment(
                    Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file, Files.size(file));
            segments.add(segment);
            octets.addAndGet(segment.size);
            next = segment.number + 1;
        }
        empty = segments.isEmpty();
    }

    /** Opens the folder, or one named after it when another process is using that. */
    static DiskSpool open(Path folder, long most) throws IOException {
        for (int i = 1; i <= MOST_FOLDERS; i++) {
            try {
                return new DiskSpool(i == 1 ? folder : folder.resolveSibling(folder.getFileName() + "-" + i), most);
            } catch (OverlappingFileLockException e) {
                // As when several migrations are piped at once: each keeps its own.
            }
        }
        throw new IOException(folder + " and all folders like it are in use");
    }

    private void lock() throws IOException {
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } finally {
            if (lock == null) {
                lockFile.close();
            }
        }
        if (lock == null) {
            throw new OverlappingFileLockException();
        }
    }

    boolean isEmpty() {
        return empty;
    }

    /** Octets that wait. */
    long octets() {
        return octets.get();
    }

    /** Whether there is room for a line: some is kept for what ranks higher. */
    boolean hasRoom(Line line) {
        long usable =
                line.rank() == Rank.DETAIL ? most / 10 * 8 : line.rank() == Rank.IMPORTANT ? most / 20 * 19 : most;
        return octets.get() + line.cost() <= usable;
    }

    /** Puts lines behind all others; on failure the first ones may have been taken, and the number of these is returned. */
    synchronized int append(List<Line> lines) throws IOException {
        Segment last = segments.peekLast();
        FileChannel file = writing;
        if (last == null || file == null || last.size >= MOST_IN_FILE) {
            if (file != null) {
                file.close();
            }
            last = new Segment(next, folder.resolve(String.format("%015d", next) + SUFFIX), 0);
            file = FileChannel.open(last.file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            writing = file;
            next++;
            segments.add(last);
            empty = false;
        }
        return write(file, last, lines);
    }

    /** Puts lines before all others; on failure as {@link #append}. */
    synchronized int prepend(List<Line> lines) throws IOException {
        Segment old = segments.peekFirst();
        long number = old == null ? next : old.number - 1;
        next = Math.max(next, number + 1);
        Segment segment = new Segment(number, folder.resolve(String.format("%015d", number) + SUFFIX), 0);
        try (FileChannel file =
                FileChannel.open(segment.file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int done = write(file, segment, lines);
            segments.addFirst(segment);
            empty = false;
            return done;
        }
    }

    private int write(FileChannel file, Segment segment, List<Line> lines) throws IOException {
        int done = 0;
        for (Line line : lines) {
            ByteBuffer entry = ByteBuffer.wrap(LineFile.encode(line));
            int size = entry.remaining();
            try {
                while (entry.hasRemaining()) {
                    // By position, so that what a full disk cut short is written over.
                    file.write(entry, segment.size + entry.position());
                }
            } catch (IOException e) {
                if (done == 0) {
                    throw e;
                }
                return done;
            }
            segment.size += size;
            segment.lines++;
            octets.addAndGet(size);
            done++;
        }
        return done;
    }

    /** The oldest lines, which stay here until {@link #taken}; empty when there are none, or none that can be read. */
    synchronized List<Line> take(int atMost) throws IOException {
        List<Line> lines = new ArrayList<>();
        positionTaken = position;
        Segment first = segments.peekFirst();
        if (first == null) {
            return lines;
        }
        FileChannel file = reading;
        try {
            file = file == null ? FileChannel.open(first.file, StandardOpenOption.READ) : file;
        } catch (NoSuchFileException e) {
            // Somebody deleted it; nothing would ever come behind it if it were waited for.
            gone += Math.max(1, first.lines);
            positionTaken = first.size;
            taken();
            return lines;
        }
        reading = file;
        long size = 0;
        while (positionTaken < first.size && size < atMost) {
            LineFile.Entry entry = LineFile.read(file, positionTaken);
            if (entry == null) {
                // Cut short when the process was killed, or damaged: nothing behind it can be found.
                positionTaken = first.size;
                break;
            }
            lines.add(entry.line());
            size += entry.line().octets().length;
            positionTaken = entry.end();
        }
        linesTaken = lines.size();
        if (lines.isEmpty()) {
            taken();
        }
        return lines;
    }

    /** Lines since the last time that somebody else removed. */
    synchronized long takeGone() {
        long lines = gone;
        gone = 0;
        return lines;
    }

    /** The lines taken last are not needed any more. */
    synchronized void taken() throws IOException {
        Segment first = segments.getFirst();
        position = positionTaken;
        first.lines = Math.max(0, first.lines - linesTaken);
        linesTaken = 0;
        if (position < first.size) {
            return;
        }
        if (reading != null) {
            reading.close();
        }
        reading = null;
        if (segments.size() == 1 && writing != null) {
            writing.close();
            writing = null;
        }
        segments.removeFirst();
        octets.addAndGet(-first.size);
        empty = segments.isEmpty();
        position = 0;
        positionTaken = 0;
        Files.deleteIfExists(first.file);
    }

    @Override
    public synchronized void close() throws IOException {
        if (writing != null) {
            writing.close();
        }
        if (reading != null) {
            reading.close();
        }
        lockFile.close();
    }
}
