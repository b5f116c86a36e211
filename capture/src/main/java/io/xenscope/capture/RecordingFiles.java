package io.xenscope.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The files of a recording: one, or one after the other ({@code name-00001.pcapng}, {@code name-00002.pcapng} …) of
 * which the newest are kept. Joined in order, such as by {@code cat}, they are one capture again.
 */
public final class RecordingFiles {

    private static final int BUFFER = 1 << 18;

    private final Path path;
    private final long size;
    private final int keep;
    private final Deque<Path> written = new ArrayDeque<>();
    private int number;

    /**
     * @param path the file; with a size, what the names are made from
     * @param size octets after which a new file is begun; 0 for never
     * @param keep files kept; 0 for all
     * @throws IllegalArgumentException if a number is negative
     */
    public RecordingFiles(Path path, long size, int keep) {
        if (size < 0 || keep < 0) {
            throw new IllegalArgumentException("neither the size of files nor their number can be negative");
        }
        this.path = path;
        this.size = size;
        this.keep = keep;
    }

    boolean isFull(long octets) {
        return size > 0 && octets >= size;
    }

    /** Opens the next file; what is there under its name is replaced. */
    OutputStream next() throws IOException {
        Path file = size == 0 ? path : numbered(++number);
        OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        written.add(file);
        if (keep > 0 && written.size() > keep) {
            Files.deleteIfExists(written.remove());
        }
        return stream;
    }

    private Path numbered(int which) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int stem = dot <= 0 ? name.length() : dot;
        return path.resolveSibling(String.format("%s-%05d%s", name.substring(0, stem), which, name.substring(stem)));
    }
}
