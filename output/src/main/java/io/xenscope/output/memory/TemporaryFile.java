package io.xenscope.output.memory;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is made when something is written and goes away with the object. What the disk does not do ends in an
 * {@link UncheckedIOException}: everything here is called from within a dissection.
 */
final class TemporaryFile implements Closeable {

    private static final int PIECE = 1 << 16;

    /** @param piece what the file is read into and written from without a copy of the channel's own */
    private record Opened(FileChannel file, ByteBuffer piece) {}

    private @Nullable Opened opened;

    private Opened opened() throws IOException {
        Opened before = opened;
        if (before != null) {
            return before;
        }
        Path path = Files.createTempFile("xenscope", ".memory");
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            Opened now = new Opened(file, ByteBuffer.allocateDirect(PIECE));
            opened = now;
            return now;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    void write(byte[] octets, int index, int length, long offset) {
        try {
            FileChannel file = opened().file();
            ByteBuffer piece = opened().piece();
            for (int done = 0; done < length; done += piece.limit()) {
                piece.clear().limit(Math.min(PIECE, length - done));
                piece.put(octets, index + done, piece.limit()).flip();
                while (piece.hasRemaining()) {
                    file.write(piece, offset + done + piece.position());
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void read(byte[] octets, int index, int length, long offset) {
        try {
            FileChannel file = opened().file();
            ByteBuffer piece = opened().piece();
            for (int done = 0; done < length; done += piece.limit()) {
                piece.clear().limit(Math.min(PIECE, length - done));
                while (piece.hasRemaining()) {
                    if (file.read(piece, offset + done + piece.position()) < 0) {
                        throw new EOFException("it ends at " + (offset + done + piece.position()));
                    }
                }
                piece.flip().get(octets, index + done, piece.limit());
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Gives all room back. */
    void clear() {
        if (opened != null) {
            try {
                opened.file().truncate(0);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private static UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("a temporary file: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.file().close();
        }
    }
}
