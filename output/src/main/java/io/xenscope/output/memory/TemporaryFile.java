package io.xenscope.output.memory;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file that is made when something is written and goes away with the object. */
final class TemporaryFile implements Closeable {

    private static final int PIECE = 1 << 16;

    private @Nullable FileChannel opened;

    /** What channels read into and write from without a copy of their own. */
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    private FileChannel file() throws IOException {
        FileChannel file = opened;
        if (file != null) {
            return file;
        }
        Path path = Files.createTempFile("xenscope", ".memory");
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            opened = file;
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    void write(byte[] octets, int index, int length, long offset) throws IOException {
        for (int done = 0; done < length; done += piece.limit()) {
            piece.clear().limit(Math.min(PIECE, length - done));
            piece.put(octets, index + done, piece.limit()).flip();
            while (piece.hasRemaining()) {
                file().write(piece, offset + done + piece.position());
            }
        }
    }

    void read(byte[] octets, int index, int length, long offset) throws IOException {
        for (int done = 0; done < length; done += piece.limit()) {
            piece.clear().limit(Math.min(PIECE, length - done));
            while (piece.hasRemaining()) {
                if (file().read(piece, offset + done + piece.position()) < 0) {
                    throw new EOFException("a temporary file ends at " + (offset + done + piece.position()));
                }
            }
            piece.flip().get(octets, index + done, piece.limit());
        }
    }

    /** Gives all room back. */
    void clear() throws IOException {
        if (opened != null) {
            opened.truncate(0);
        }
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
    }
}
