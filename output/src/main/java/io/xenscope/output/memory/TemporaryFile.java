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

    private @Nullable FileChannel opened;

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
        ByteBuffer source = ByteBuffer.wrap(octets, index, length);
        long at = offset;
        while (source.hasRemaining()) {
            at += file().write(source, at);
        }
    }

    void read(byte[] octets, int index, int length, long offset) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(octets, index, length);
        long at = offset;
        while (target.hasRemaining()) {
            int count = file().read(target, at);
            if (count < 0) {
                throw new EOFException("a temporary file ends at " + at);
            }
            at += count;
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
