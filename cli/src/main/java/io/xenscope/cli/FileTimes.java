package io.xenscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times of files as the events want them. */
final class FileTimes {

    private FileTimes() {}

    /** When the file was last changed, nanoseconds since the epoch. */
    static long modified(Path file) throws IOException {
        Instant time = Files.getLastModifiedTime(file).toInstant();
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
