package io.xenscope.output.delivery;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A regular file, compressed when its name ends in {@code .gz} or {@code .zst}, put aside by size and age, and opened
 * again by its name when told to, as after another program has moved it.
 */
public final class FileDestination implements Destination {

    private static final int BATCH = 1 << 16;

    private final Path path;
    private final boolean appending;
    private final Rotation rotation;
    private final Clock clock;
    private final RotatedNames names;
    private final WholeLines lines = new WholeLines();
    private @Nullable WritableByteChannel channel;
    private @Nullable OutputStream compressed;
    private Instant begun = Instant.EPOCH;
    private long size;
    private boolean first = true;

    /**
     * @param appending keep what the file holds; otherwise it is written anew
     * @param clock tells when files are put aside
     */
    public FileDestination(Path path, boolean appending, Rotation rotation, Clock clock) {
        this.path = path;
        this.appending = appending;
        this.rotation = rotation;
        this.clock = clock;
        this.names = new RotatedNames(path);
    }

    /** Opens the file, which tells early when it cannot be written. */
    public synchronized void open() throws IOException {
        if (channel == null) {
            openFile();
        }
    }

    @Override
    public int batchOctets() {
        return BATCH;
    }

    @Override
    public synchronized void send(Batch batch) throws IOException {
        while (!batch.isDone()) {
            rotateIfDue(batch.waiting().get(0).octets().length);
            WritableByteChannel open = channel == null ? openFile() : channel;
            List<Line> waiting = batch.waiting();
            int count = fitting(waiting);
            long octets = 0;
            for (Line line : waiting.subList(0, count)) {
                octets += line.octets().length;
            }
            if (compressed == null) {
                lines.write(batch, count, open);
            } else {
                writeCompressed(batch, waiting.subList(0, count), compressed);
            }
            size += octets;
        }
    }

    private void writeCompressed(Batch batch, List<Line> some, OutputStream to) throws IOException {
        try {
            for (Line line : some) {
                to.write(line.octets());
            }
            // What was sent can be read, even from a file that is never closed.
            to.flush();
        } catch (IOException e) {
            // Nobody knows what became of the compressor: this file ends here, the lines go to the next one.
            abandon();
            throw e;
        }
        batch.delivered(some.size());
    }

    private void abandon() {
        try {
            closeFile();
        } catch (IOException e) {
            // The failure before this one is told.
        }
    }

    private int fitting(List<Line> waiting) {
        if (rotation.octets() <= 0) {
            return waiting.size();
        }
        long room = rotation.octets() - size;
        int count = 0;
        for (Line line : waiting) {
            room -= line.octets().length;
            if (room < 0) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    private void rotateIfDue(int next) throws IOException {
        Duration age = rotation.age();
        boolean full = rotation.octets() > 0 && size > 0 && size + next > rotation.octets();
        boolean old = age != null && size > 0 && !clock.instant().isBefore(begun.plus(age));
        if (channel != null && (full || old)) {
            closeFile();
            names.putAside(clock.instant(), rotation.keep());
        }
    }

    private WritableByteChannel openFile() throws IOException {
        boolean packed = names.isCompressed();
        boolean keeping = (appending || !first) && Files.exists(path) && Files.size(path) > 0;
        if (keeping && packed) {
            // A compressed file that was not ended in order would make everything behind it unreadable.
            names.putAside(clock.instant(), rotation.keep());
            keeping = false;
        }
        FileChannel file = keeping
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        if (keeping) {
            endLastLine(file);
        }
        channel = file;
        OutputStream stream = Channels.newOutputStream(file);
        compressed = !packed ? null : names.isZstd() ? zstd(stream) : new GZIPOutputStream(stream, 1 << 13, true);
        size = keeping ? file.position() : 0;
        begun = clock.instant();
        first = false;
        return file;
    }

    private static OutputStream zstd(OutputStream stream) throws IOException {
        ZstdOutputStream packing = new ZstdOutputStream(stream);
        packing.setCloseFrameOnFlush(false);
        return packing;
    }

    /** A process that was killed may have left half a line, which must not become one with the next. */
    private static void endLastLine(FileChannel file) throws IOException {
        long length = file.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        file.position(length);
        if (file.read(last, length - 1) == 1 && last.get(0) != '\n') {
            file.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    /** Ends the file and opens one by the same name, so that whoever moved the old one away sees when it is done with. */
    public synchronized void reopen() throws IOException {
        closeFile();
        openFile();
    }

    private void closeFile() throws IOException {
        WritableByteChannel open = channel;
        OutputStream packing = compressed;
        channel = null;
        compressed = null;
        lines.startAnew();
        try (open) {
            if (packing != null) {
                packing.close();
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closeFile();
    }
}
