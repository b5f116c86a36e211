package io.xenscope.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Secrets of TLS sessions, one a line, for a reader of recordings. Only its owner can read a file made here. */
final class KeyLog {

    private final OutputStream out;

    private KeyLog(OutputStream out) {
        this.out = out;
    }

    static KeyLog open(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Goes on behind what is there.
        }
        return new KeyLog(Files.newOutputStream(file, StandardOpenOption.APPEND));
    }

    synchronized void line(byte[] line) {
        byte[] whole = new byte[line.length + 1];
        System.arraycopy(line, 0, whole, 0, line.length);
        whole[line.length] = '\n';
        try {
            out.write(whole);
        } catch (IOException e) {
            // A session that cannot be logged is forwarded all the same.
        }
    }
}
